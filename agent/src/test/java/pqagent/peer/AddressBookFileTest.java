package pqagent.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pqagent.crypto.name.Pq1Name;
import pqagent.peer.AddressBook.Entry;

class AddressBookFileTest {
  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void setUp() {
    file = directory.resolve("addresses");
  }

  @Test
  void shouldRememberEntriesInOrder_whenReadAgain() {
    AddressBook book = new AddressBookFile(file);
    Entry first = entry("10.43.0.2", 1, OptionalInt.of(42424));
    Entry second = entry("10.43.0.3", 2, OptionalInt.empty());
    book.append(first);
    book.append(second);
    assertThat(new AddressBookFile(file).load()).containsExactly(first, second);
  }

  @Test
  void shouldKeepTheLaterLine_whenAnAddressOrAServerComesAgain() {
    AddressBook book = new AddressBookFile(file);
    Entry moved = entry("10.43.0.4", 1, OptionalInt.empty());
    Entry reused = entry("10.43.0.3", 3, OptionalInt.empty());
    book.append(entry("10.43.0.2", 1, OptionalInt.empty()));
    book.append(entry("10.43.0.3", 2, OptionalInt.empty()));
    book.append(moved);
    book.append(reused);
    assertThat(new AddressBookFile(file).load()).containsExactly(moved, reused);
  }

  @Test
  void shouldSkipALine_whenItIsNotOne() throws IOException {
    AddressBook book = new AddressBookFile(file);
    Entry good = entry("10.43.0.2", 1, OptionalInt.of(1));
    Files.writeString(file, "nonsense\n10.43.0.9 1.2.3 pq1x y\n\n");
    book.append(good);
    assertThat(new AddressBookFile(file).load()).containsExactly(good);
    assertThat(Files.readAllLines(file)).hasSize(1);
  }

  @Test
  void shouldBeEmptyAndGoOn_whenTheFileCannotBeUsed() throws IOException {
    Files.createDirectory(file);
    AddressBook book = new AddressBookFile(file);
    assertThat(book.load()).isEmpty();
    book.append(entry("10.43.0.2", 1, OptionalInt.empty()));
  }

  private static Entry entry(String privateAddress, int hashByte, OptionalInt port) {
    byte[] hash = new byte[32];
    hash[0] = (byte) hashByte;
    Pq1Name name = new Pq1Name(hash, port, port);
    return new Entry(
        Ipv4.parse(privateAddress),
        new ServerIdentity(name, name.label() + ".example.", Ipv4.parse("192.0.2.1")));
  }
}
