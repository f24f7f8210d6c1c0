package pqagent.crypto.primitive;

/**
 * {@code KDF}: keys cut from a ChaCha20 key stream in Bernstein's original form (PROTOCOL.md
 * section 1).
 */
public final class KeyStream {
  public static final int KEY_BYTES = 32;

  private KeyStream() {}

  /**
   * {@code KDF(n, key)}: writes n keys of 32 bytes. {@code out} may be the array of {@code key}.
   * Allocates nothing in steady state.
   */
  public static void derive(int n, byte[] key, int keyOffset, byte[] out, int outOffset) {
    throw new UnsupportedOperationException("not yet");
  }

  /** {@code KDF(n, key, input)} with 32 bytes of input. */
  public static void derive(
      int n, byte[] key, int keyOffset, byte[] input, byte[] out, int outOffset) {
    throw new UnsupportedOperationException("not yet");
  }
}
