package pqagent.crypto.tunnel;

import static pqagent.crypto.tunnel.EpochRules.KEY_BYTES;
import static pqagent.crypto.tunnel.EpochRules.MAX_SKIPPED;

import java.util.Arrays;

/**
 * Keys of packets that were passed over in one epoch, in case those come late: a ring sorted by
 * counter that grows with what is missing, up to the newest {@link EpochRules#MAX_SKIPPED}.
 */
final class SkippedKeys {
  private static final int INITIAL = 16;

  /**
   * {@code counter << 1}, plus 1 when the key was taken; entry i is at {@code (head + i) & mask}.
   */
  private long[] entries = new long[INITIAL];

  private byte[] keys = new byte[INITIAL * KEY_BYTES];
  private int head;
  private int size;
  private int taken;

  /** Adds a key; counters come in ascending order. */
  void add(long counter, byte[] source, int offset) {
    if (size == entries.length) {
      makeRoom();
    }
    int slot = slot(size++);
    entries[slot] = counter << 1;
    System.arraycopy(source, offset, keys, slot * KEY_BYTES, KEY_BYTES);
  }

  /** Copies the key of this counter; false when it is not here: opened before, or too old. */
  boolean copy(long counter, byte[] out, int offset) {
    int index = find(counter);
    if (index < 0) {
      return false;
    }
    System.arraycopy(keys, slot(index) * KEY_BYTES, out, offset, KEY_BYTES);
    return true;
  }

  /** Erases the key of this counter; false when it is not here. */
  boolean take(long counter) {
    int index = find(counter);
    if (index < 0) {
      return false;
    }
    entries[slot(index)] |= 1;
    eraseKey(slot(index));
    taken++;
    while (size > 0 && isTaken(0)) {
      dropOldest();
    }
    return true;
  }

  void erase() {
    Arrays.fill(keys, (byte) 0);
    size = 0;
    taken = 0;
  }

  int capacity() {
    return entries.length;
  }

  private void makeRoom() {
    if (taken >= size / 4) {
      dropTaken();
    } else if (entries.length < MAX_SKIPPED) {
      grow();
    } else {
      dropOldest();
    }
  }

  private void dropTaken() {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (!isTaken(i)) {
        entries[slot(kept)] = entries[slot(i)];
        System.arraycopy(keys, slot(i) * KEY_BYTES, keys, slot(kept) * KEY_BYTES, KEY_BYTES);
        kept++;
      }
    }
    for (int i = kept; i < size; i++) {
      eraseKey(slot(i));
    }
    size = kept;
    taken = 0;
  }

  private void grow() {
    long[] newEntries = new long[2 * entries.length];
    byte[] newKeys = new byte[2 * keys.length];
    for (int i = 0; i < size; i++) {
      newEntries[i] = entries[slot(i)];
      System.arraycopy(keys, slot(i) * KEY_BYTES, newKeys, i * KEY_BYTES, KEY_BYTES);
    }
    Arrays.fill(keys, (byte) 0);
    entries = newEntries;
    keys = newKeys;
    head = 0;
  }

  private void dropOldest() {
    eraseKey(slot(0));
    taken -= isTaken(0) ? 1 : 0;
    head = slot(1);
    size--;
  }

  private int find(long counter) {
    int low = 0;
    int high = size - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      long entry = entries[slot(middle)];
      if (entry >> 1 == counter) {
        return (entry & 1) == 0 ? middle : -1;
      }
      if (entry >> 1 < counter) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  private boolean isTaken(int index) {
    return (entries[slot(index)] & 1) != 0;
  }

  private int slot(int index) {
    return (head + index) & (entries.length - 1);
  }

  private void eraseKey(int slot) {
    Arrays.fill(keys, slot * KEY_BYTES, (slot + 1) * KEY_BYTES, (byte) 0);
  }
}
