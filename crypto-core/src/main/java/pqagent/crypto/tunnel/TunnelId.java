package pqagent.crypto.tunnel;

/**
 * A tunnel's 32-byte public name, as a key of hash tables: the first 8 bytes decide the hash, all
 * 32 equality.
 */
public record TunnelId(long word0, long word1, long word2, long word3) {
  public static TunnelId of(byte[] bytes) {
    throw new UnsupportedOperationException("not yet");
  }
}
