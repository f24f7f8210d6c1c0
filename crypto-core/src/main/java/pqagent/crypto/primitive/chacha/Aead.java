package pqagent.crypto.primitive.chacha;

import java.nio.ByteBuffer;

/**
 * ChaCha20-Poly1305 with an all-zero nonce (RFC 8439, section 2.8), in place. Ranges are checked by
 * the caller. An instance belongs to one thread and keeps no key between calls.
 */
public interface Aead {
  int KEY_BYTES = 32;
  int TAG_BYTES = 16;

  /** Encrypts a text and writes the tag right behind it. */
  void seal(
      byte[] key,
      int keyOffset,
      ByteBuffer buffer,
      int aadOffset,
      int aadBytes,
      int textOffset,
      int textBytes);

  /**
   * Checks the tag behind a text and decrypts it; false, and the text zeroed, when it is forged.
   */
  boolean open(
      byte[] key,
      int keyOffset,
      ByteBuffer buffer,
      int aadOffset,
      int aadBytes,
      int textOffset,
      int textBytes);

  /**
   * Seals packets {@code from} to {@code to}, exclusive: packet i is {@code lengths[i]} bytes at
   * {@code offsets[i]}: associated data, text, room for the tag. Its key is at {@code keys[(i -
   * from) * 32]}.
   */
  void sealBatch(
      byte[] keys, ByteBuffer buffer, int[] offsets, int[] lengths, int from, int to, int aadBytes);

  /** Opens packets laid out likewise; {@code authentic[i - from]} says which were. */
  void openBatch(
      byte[] keys,
      ByteBuffer buffer,
      int[] offsets,
      int[] lengths,
      int from,
      int to,
      int aadBytes,
      boolean[] authentic);
}
