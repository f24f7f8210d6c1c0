package pqagent.crypto.key;

import java.util.Arrays;

/**
 * One live slot's secret keys: sntrup761 (1763 bytes) and X25519 (32 bytes). A copy of its own, so
 * that the slot may be erased meanwhile; close zeroes it.
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record SlotSecrets(byte[] sntrup, byte[] x25519) implements AutoCloseable {
  @Override
  public void close() {
    Arrays.fill(sntrup, (byte) 0);
    Arrays.fill(x25519, (byte) 0);
  }

  @Override
  public String toString() {
    return "SlotSecrets";
  }
}
