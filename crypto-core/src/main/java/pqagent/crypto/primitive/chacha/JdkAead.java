package pqagent.crypto.primitive.chacha;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;

/** {@link Aead} by the JDK's cipher, which has nonces as well and makes garbage. */
public final class JdkAead implements Aead {
  private static final int NONCE_BYTES = 12;
  private static final IvParameterSpec ZERO_NONCE = new IvParameterSpec(new byte[NONCE_BYTES]);
  private static final byte[] NO_KEY = new byte[KEY_BYTES];

  private final OneTimeKey oneTimeKey = new OneTimeKey();
  private Cipher cipher = newCipher();
  private byte[] text = new byte[2048];
  private byte[] aad = new byte[64];

  @Override
  public void seal(
      byte[] key,
      int keyOffset,
      ByteBuffer buffer,
      int aadOffset,
      int aadBytes,
      int textOffset,
      int textBytes) {
    try {
      sealOne(key, keyOffset, ZERO_NONCE, buffer, aadOffset, aadBytes, textOffset, textBytes);
    } finally {
      forgetKey();
    }
  }

  /** Seals under a nonce of 12 bytes. */
  public void seal(
      byte[] key,
      int keyOffset,
      byte[] nonce,
      ByteBuffer buffer,
      int aadOffset,
      int aadBytes,
      int textOffset,
      int textBytes) {
    IvParameterSpec spec = new IvParameterSpec(nonce);
    try {
      sealOne(key, keyOffset, spec, buffer, aadOffset, aadBytes, textOffset, textBytes);
    } finally {
      forgetKey();
    }
  }

  @Override
  public boolean open(
      byte[] key,
      int keyOffset,
      ByteBuffer buffer,
      int aadOffset,
      int aadBytes,
      int textOffset,
      int textBytes) {
    try {
      return openOne(
          key, keyOffset, ZERO_NONCE, buffer, aadOffset, aadBytes, textOffset, textBytes);
    } finally {
      forgetKey();
    }
  }

  /** Opens under a nonce of 12 bytes. */
  public boolean open(
      byte[] key,
      int keyOffset,
      byte[] nonce,
      ByteBuffer buffer,
      int aadOffset,
      int aadBytes,
      int textOffset,
      int textBytes) {
    IvParameterSpec spec = new IvParameterSpec(nonce);
    try {
      return openOne(key, keyOffset, spec, buffer, aadOffset, aadBytes, textOffset, textBytes);
    } finally {
      forgetKey();
    }
  }

  @Override
  public void sealBatch(
      byte[] keys,
      ByteBuffer buffer,
      int[] offsets,
      int[] lengths,
      int from,
      int to,
      int aadBytes) {
    try {
      for (int i = from; i < to; i++) {
        int textBytes = lengths[i] - aadBytes - TAG_BYTES;
        int at = offsets[i];
        int key = (i - from) * KEY_BYTES;
        sealOne(keys, key, ZERO_NONCE, buffer, at, aadBytes, at + aadBytes, textBytes);
      }
    } finally {
      forgetKey();
    }
  }

  @Override
  public void openBatch(
      byte[] keys,
      ByteBuffer buffer,
      int[] offsets,
      int[] lengths,
      int from,
      int to,
      int aadBytes,
      boolean[] authentic) {
    try {
      for (int i = from; i < to; i++) {
        int textBytes = lengths[i] - aadBytes - TAG_BYTES;
        int at = offsets[i];
        int key = (i - from) * KEY_BYTES;
        authentic[i - from] =
            openOne(keys, key, ZERO_NONCE, buffer, at, aadBytes, at + aadBytes, textBytes);
      }
    } finally {
      forgetKey();
    }
  }

  private void sealOne(
      byte[] key,
      int keyOffset,
      IvParameterSpec nonce,
      ByteBuffer buffer,
      int aadOffset,
      int aadBytes,
      int textOffset,
      int textBytes) {
    int sealedBytes = textBytes + TAG_BYTES;
    load(buffer, aadOffset, aadBytes, textOffset, textBytes, sealedBytes);
    try {
      begin(Cipher.ENCRYPT_MODE, key, keyOffset, nonce, aadBytes);
      cipher.doFinal(text, 0, textBytes, text, 0);
      buffer.put(textOffset, text, 0, sealedBytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } finally {
      Arrays.fill(text, 0, textBytes, (byte) 0);
    }
  }

  private boolean openOne(
      byte[] key,
      int keyOffset,
      IvParameterSpec nonce,
      ByteBuffer buffer,
      int aadOffset,
      int aadBytes,
      int textOffset,
      int textBytes) {
    int sealedBytes = textBytes + TAG_BYTES;
    load(buffer, aadOffset, aadBytes, textOffset, sealedBytes, sealedBytes);
    boolean authentic = false;
    try {
      begin(Cipher.DECRYPT_MODE, key, keyOffset, nonce, aadBytes);
      cipher.doFinal(text, 0, sealedBytes, text, 0);
      authentic = true;
    } catch (AEADBadTagException e) {
      Arrays.fill(text, 0, textBytes, (byte) 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    buffer.put(textOffset, text, 0, textBytes);
    Arrays.fill(text, 0, sealedBytes, (byte) 0);
    return authentic;
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

  private void begin(int mode, byte[] key, int keyOffset, IvParameterSpec nonce, int aadBytes)
      throws GeneralSecurityException {
    oneTimeKey.set(key, keyOffset);
    try {
      cipher.init(mode, oneTimeKey, nonce);
    } catch (InvalidKeyException e) {
      // The JDK refuses the key and nonce of its previous encryption; a fresh instance has none.
      cipher = newCipher();
      cipher.init(mode, oneTimeKey, nonce);
    }
    cipher.updateAAD(aad, 0, aadBytes);
  }

  /** Overwrites the last key: in our array, and in the cipher by giving it another. */
  private void forgetKey() {
    oneTimeKey.set(NO_KEY, 0);
    oneTimeKey.set(NO_KEY, 0);
    try {
      cipher.init(Cipher.DECRYPT_MODE, oneTimeKey, ZERO_NONCE);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Cipher newCipher() {
    try {
      return Cipher.getInstance("ChaCha20-Poly1305");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no ChaCha20-Poly1305", e);
    }
  }
}
