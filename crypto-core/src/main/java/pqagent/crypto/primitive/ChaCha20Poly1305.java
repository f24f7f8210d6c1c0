package pqagent.crypto.primitive;

import java.nio.ByteBuffer;

/**
 * ChaCha20-Poly1305 (RFC 8439) with an all-zero nonce and a fresh key for each message (PROTOCOL.md
 * section 1). In place, in the caller's buffer. An instance belongs to one thread.
 */
public final class ChaCha20Poly1305 {
  public static final int KEY_BYTES = 32;
  public static final int TAG_BYTES = 16;

  /**
   * Encrypts {@code textBytes} bytes at {@code textOffset} in place and writes the tag right behind
   * them. The associated data lie anywhere in the same buffer.
   */
  public void seal(
      byte[] key,
      int keyOffset,
      ByteBuffer buffer,
      int aadOffset,
      int aadBytes,
      int textOffset,
      int textBytes) {
    throw new UnsupportedOperationException("not yet");
  }

  /**
   * Checks the tag behind the text and decrypts in place; false, and the text zeroed, when it is
   * forged.
   */
  public boolean open(
      byte[] key,
      int keyOffset,
      ByteBuffer buffer,
      int aadOffset,
      int aadBytes,
      int textOffset,
      int textBytes) {
    throw new UnsupportedOperationException("not yet");
  }

  /**
   * Seals packets {@code from} (inclusive) to {@code to} (exclusive): packet i is {@code
   * lengths[i]} bytes at {@code offsets[i]}: aadBytes of associated data, the text, room for the
   * tag. Its key is at {@code keys[(i - from) * 32]}.
   */
  public void sealBatch(
      byte[] keys,
      ByteBuffer buffer,
      int[] offsets,
      int[] lengths,
      int from,
      int to,
      int aadBytes) {
    throw new UnsupportedOperationException("not yet");
  }

  /**
   * Opens packets laid out as for {@link #sealBatch}; {@code authentic[i - from]} says which were.
   * Forged text is zeroed.
   */
  public void openBatch(
      byte[] keys,
      ByteBuffer buffer,
      int[] offsets,
      int[] lengths,
      int from,
      int to,
      int aadBytes,
      boolean[] authentic) {
    throw new UnsupportedOperationException("not yet");
  }
}
