package pqagent.crypto.key;

/**
 * One live slot's secret keys: sntrup761 (1763 bytes) and X25519 (32 bytes), not copies: {@link
 * SlotKeys} erases them when the slot expires.
 */
public record SlotSecrets(byte[] sntrup, byte[] x25519) {
  @Override
  public String toString() {
    return "SlotSecrets";
  }
}
