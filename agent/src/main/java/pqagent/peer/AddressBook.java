package pqagent.peer;

import java.util.List;

/**
 * Remembers across restarts which private address stands for which server, since an application may
 * have it cached. Implementations never throw: a book that can't be read is empty, one that can't
 * be written is forgotten.
 */
public interface AddressBook {
  /** One line of the book. */
  record Entry(int privateAddress, ServerIdentity server) {}

  /**
   * What was remembered, oldest first. A later entry for an address or a server replaces an earlier
   * one.
   */
  List<Entry> load();

  void append(Entry entry);

  /** Remembers nothing. */
  static AddressBook forgetful() {
    return new AddressBook() {
      @Override
      public List<Entry> load() {
        return List.of();
      }

      @Override
      public void append(Entry entry) {
        // by design
      }
    };
  }
}
