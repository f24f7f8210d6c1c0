package pqagent.crypto.primitive;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;

/**
 * ChaCha20-Poly1305 (RFC 8439) with an all-zero nonce and a fresh key for each message (PROTOCOL.md
 * section 1). In place, in the caller's buffer. An instance belongs to one thread.
 */
public final class ChaCha20Poly1305 {
  public static final int KEY_BYTES = 32;
  public static final int TAG_BYTES = 16;

  private static final IvParameterSpec ZERO_NONCE = new IvParameterSpec(new byte[12]);

  private final OneTimeKey key = new OneTimeKey();
  private Cipher cipher = newCipher();
  private byte[] text = new byte[2048];
  private byte[] aad = new byte[64];

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
    int sealedBytes = textBytes + TAG_BYTES;
    try {
      load(buffer, aadOffset, aadBytes, textOffset, textBytes, sealedBytes);
      begin(Cipher.ENCRYPT_MODE, key, keyOffset, aadBytes);
      cipher.doFinal(text, 0, textBytes, text, 0);
      buffer.put(textOffset, text, 0, sealedBytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } finally {
      Arrays.fill(text, 0, textBytes, (byte) 0);
    }
  }

  /**
   * Checks the tag behind the text and decrypts in place; false, and the text zeroed, when forged.
   */
  public boolean open(
      byte[] key,
      int keyOffset,
      ByteBuffer buffer,
      int aadOffset,
      int aadBytes,
      int textOffset,
      int textBytes) {
    int sealedBytes = textBytes + TAG_BYTES;
    try {
      load(buffer, aadOffset, aadBytes, textOffset, sealedBytes, sealedBytes);
      begin(Cipher.DECRYPT_MODE, key, keyOffset, aadBytes);
      cipher.doFinal(text, 0, sealedBytes, text, 0);
      buffer.put(textOffset, text, 0, textBytes);
      return true;
    } catch (AEADBadTagException e) {
      Arrays.fill(text, 0, textBytes, (byte) 0);
      buffer.put(textOffset, text, 0, textBytes);
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } finally {
      Arrays.fill(text, 0, sealedBytes, (byte) 0);
    }
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
    for (int i = from; i < to; i++) {
      seal(
          keys,
          (i - from) * KEY_BYTES,
          buffer,
          offsets[i],
          aadBytes,
          offsets[i] + aadBytes,
          lengths[i] - aadBytes - TAG_BYTES);
    }
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
    for (int i = from; i < to; i++) {
      authentic[i - from] =
          open(
              keys,
              (i - from) * KEY_BYTES,
              buffer,
              offsets[i],
              aadBytes,
              offsets[i] + aadBytes,
              lengths[i] - aadBytes - TAG_BYTES);
    }
  }

  /** Copies to the heap, where the JDK's cipher works without copies of its own. */
  private void load(
      ByteBuffer buffer,
      int aadOffset,
      int aadBytes,
      int textOffset,
      int inputBytes,
      int sealedBytes) {
    if (text.length < sealedBytes) {
      text = new byte[sealedBytes];
    }
    if (aad.length < aadBytes) {
      aad = new byte[aadBytes];
    }
    buffer.get(aadOffset, aad, 0, aadBytes);
    buffer.get(textOffset, text, 0, inputBytes);
  }

  private void begin(int mode, byte[] keys, int keyOffset, int aadBytes)
      throws GeneralSecurityException {
    key.set(keys, keyOffset);
    try {
      cipher.init(mode, key, ZERO_NONCE);
    } catch (InvalidKeyException e) {
      // the JDK refuses the key and nonce of its previous encryption; a fresh instance has none
      cipher = newCipher();
      cipher.init(mode, key, ZERO_NONCE);
    } finally {
      key.clear();
    }
    cipher.updateAAD(aad, 0, aadBytes);
  }

  private static Cipher newCipher() {
    try {
      return Cipher.getInstance("ChaCha20-Poly1305");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no ChaCha20-Poly1305", e);
    }
  }

  /** A key whose bytes change, so that a packet costs no key object. */
  private static final class OneTimeKey implements javax.crypto.SecretKey {
    private static final long serialVersionUID = 1L;

    private final byte[] bytes = new byte[KEY_BYTES];

    void set(byte[] keys, int offset) {
      System.arraycopy(keys, offset, bytes, 0, KEY_BYTES);
    }

    void clear() {
      Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public String getAlgorithm() {
      return "ChaCha20";
    }

    @Override
    public String getFormat() {
      return "RAW";
    }

    @Override
    public byte[] getEncoded() {
      return bytes.clone();
    }
  }
}
