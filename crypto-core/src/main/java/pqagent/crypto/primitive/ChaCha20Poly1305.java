package pqagent.crypto.primitive;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import pqagent.crypto.primitive.chacha.Aead;
import pqagent.crypto.primitive.chacha.ChaChaVectors;
import pqagent.crypto.primitive.chacha.JdkAead;
import pqagent.crypto.primitive.chacha.VectorAead;

/**
 * ChaCha20-Poly1305 (RFC 8439) with an all-zero nonce and a fresh key for each message (PROTOCOL.md
 * section 1); cookies alone have a nonce (section 7). In place, in the caller's buffer, direct or
 * on the heap. An instance belongs to one thread.
 */
public final class ChaCha20Poly1305 {
  public static final int KEY_BYTES = Aead.KEY_BYTES;
  public static final int TAG_BYTES = Aead.TAG_BYTES;
  public static final int NONCE_BYTES = 12;

  private @Nullable VectorAead onVectors;
  private @Nullable JdkAead byJdk;

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
    check(key, keyOffset, buffer, aadOffset, aadBytes, textOffset, textBytes);
    aead().seal(key, keyOffset, buffer, aadOffset, aadBytes, textOffset, textBytes);
  }

  /** Seals under a nonce of 12 bytes, else as above. */
  public void seal(
      byte[] key,
      int keyOffset,
      byte[] nonce,
      ByteBuffer buffer,
      int aadOffset,
      int aadBytes,
      int textOffset,
      int textBytes) {
    Lengths.require("nonce", nonce, NONCE_BYTES);
    check(key, keyOffset, buffer, aadOffset, aadBytes, textOffset, textBytes);
    jdk().seal(key, keyOffset, nonce, buffer, aadOffset, aadBytes, textOffset, textBytes);
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
    check(key, keyOffset, buffer, aadOffset, aadBytes, textOffset, textBytes);
    return aead().open(key, keyOffset, buffer, aadOffset, aadBytes, textOffset, textBytes);
  }

  /** Opens under a nonce of 12 bytes, else as above. */
  public boolean open(
      byte[] key,
      int keyOffset,
      byte[] nonce,
      ByteBuffer buffer,
      int aadOffset,
      int aadBytes,
      int textOffset,
      int textBytes) {
    Lengths.require("nonce", nonce, NONCE_BYTES);
    check(key, keyOffset, buffer, aadOffset, aadBytes, textOffset, textBytes);
    return jdk().open(key, keyOffset, nonce, buffer, aadOffset, aadBytes, textOffset, textBytes);
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
    checkBatch(keys, buffer, offsets, lengths, from, to, aadBytes);
    aead().sealBatch(keys, buffer, offsets, lengths, from, to, aadBytes);
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
    checkBatch(keys, buffer, offsets, lengths, from, to, aadBytes);
    aead().openBatch(keys, buffer, offsets, lengths, from, to, aadBytes, authentic);
  }

  private Aead aead() {
    if (!ChaChaVectors.isOn()) {
      return jdk();
    }
    if (onVectors == null) {
      onVectors = new VectorAead();
    }
    return onVectors;
  }

  private JdkAead jdk() {
    if (byJdk == null) {
      byJdk = new JdkAead();
    }
    return byJdk;
  }

  private static void checkBatch(
      byte[] keys,
      ByteBuffer buffer,
      int[] offsets,
      int[] lengths,
      int from,
      int to,
      int aadBytes) {
    for (int i = from; i < to; i++) {
      int text = offsets[i] + aadBytes;
      int textBytes = lengths[i] - aadBytes - TAG_BYTES;
      check(keys, (i - from) * KEY_BYTES, buffer, offsets[i], aadBytes, text, textBytes);
    }
  }

  private static void check(
      byte[] key,
      int keyOffset,
      ByteBuffer buffer,
      int aadOffset,
      int aadBytes,
      int textOffset,
      int textBytes) {
    Lengths.requireRange("key", key.length, keyOffset, KEY_BYTES);
    Lengths.requireRange("associated data", buffer.limit(), aadOffset, aadBytes);
    Lengths.requireRange("text", buffer.limit(), textOffset, textBytes);
    Lengths.requireRange("tag", buffer.limit(), textOffset + textBytes, TAG_BYTES);
  }
}
