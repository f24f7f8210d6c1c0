package pqagent.crypto.primitive;

import java.security.SecureRandom;
import java.util.Arrays;
import pqagent.crypto.primitive.mceliece.GoppaDecoder;
import pqagent.crypto.primitive.mceliece.GoppaEncoder;
import pqagent.crypto.primitive.mceliece.KeyPairs;

/**
 * Classic McEliece mceliece6960119, without plaintext confirmation (PROTOCOL.md section 1).
 *
 * <p>A public key is 1547 rows of 5413 bits in 677 bytes, a ciphertext 1547 bits in 194 bytes; the
 * bits left over are padding and must be zero. Key pairs are BouncyCastle's.
 */
public final class McEliece6960119 {
  public static final int PUBLIC_KEY_BYTES = 1047319;
  public static final int SECRET_KEY_BYTES = 13948;
  public static final int CIPHERTEXT_BYTES = 194;
  public static final int SHARED_KEY_BYTES = 32;

  private static final int ROW_BYTES = 677;
  private static final int ROW_PADDING_MASK = 0xe0;
  private static final int CIPHERTEXT_PADDING_MASK = 0xf8;

  private McEliece6960119() {}

  /** Fills both arrays with a fresh key pair. */
  public static void generateKeyPair(byte[] publicKey, byte[] secretKey, SecureRandom random) {
    Lengths.require("publicKey", publicKey, PUBLIC_KEY_BYTES);
    Lengths.require("secretKey", secretKey, SECRET_KEY_BYTES);
    KeyPairs.generate(publicKey, secretKey, random);
  }

  /**
   * Makes a ciphertext and its key; false (and zeroed outputs) when the public key's padding is
   * invalid.
   */
  public static boolean encapsulate(
      byte[] publicKey, byte[] ciphertext, byte[] sharedKey, SecureRandom random) {
    Lengths.require("publicKey", publicKey, PUBLIC_KEY_BYTES);
    Lengths.require("ciphertext", ciphertext, CIPHERTEXT_BYTES);
    Lengths.require("sharedKey", sharedKey, SHARED_KEY_BYTES);
    if (!hasValidPadding(publicKey)) {
      Arrays.fill(ciphertext, (byte) 0);
      Arrays.fill(sharedKey, (byte) 0);
      return false;
    }
    byte[] preimage = new byte[1 + GoppaDecoder.ERROR_BYTES + CIPHERTEXT_BYTES];
    GoppaEncoder.encode(publicKey, ciphertext, preimage, 1, random);
    hash(1, preimage, ciphertext, sharedKey);
    return true;
  }

  /**
   * Recovers the key. A ciphertext that nobody made gives a key that nobody knows (implicit
   * rejection: true); one with invalid padding gives false and a zeroed output. Takes the same time
   * for all of the first two.
   */
  public static boolean decapsulate(byte[] secretKey, byte[] ciphertext, byte[] sharedKey) {
    Lengths.require("secretKey", secretKey, SECRET_KEY_BYTES);
    Lengths.require("ciphertext", ciphertext, CIPHERTEXT_BYTES);
    Lengths.require("sharedKey", sharedKey, SHARED_KEY_BYTES);
    if ((ciphertext[CIPHERTEXT_BYTES - 1] & CIPHERTEXT_PADDING_MASK) != 0) {
      Arrays.fill(sharedKey, (byte) 0);
      return false;
    }
    byte[] preimage = new byte[1 + GoppaDecoder.ERROR_BYTES + CIPHERTEXT_BYTES];
    int found = GoppaDecoder.decode(secretKey, ciphertext, preimage, 1);
    for (int i = 0; i < GoppaDecoder.ERROR_BYTES; i++) {
      int instead = secretKey[GoppaDecoder.REJECTION_OFFSET + i];
      preimage[1 + i] = (byte) (instead ^ ((preimage[1 + i] ^ instead) & found));
    }
    hash(found & 1, preimage, ciphertext, sharedKey);
    return true;
  }

  /** H(first, error, ciphertext); zeroes the preimage, in which the error stands already. */
  private static void hash(int first, byte[] preimage, byte[] ciphertext, byte[] sharedKey) {
    preimage[0] = (byte) first;
    System.arraycopy(ciphertext, 0, preimage, 1 + GoppaDecoder.ERROR_BYTES, CIPHERTEXT_BYTES);
    byte[] secret = Shake256.hash(preimage);
    System.arraycopy(secret, 0, sharedKey, 0, SHARED_KEY_BYTES);
    Arrays.fill(secret, (byte) 0);
    Arrays.fill(preimage, (byte) 0);
  }

  private static boolean hasValidPadding(byte[] publicKey) {
    int padding = 0;
    for (int last = ROW_BYTES - 1; last < PUBLIC_KEY_BYTES; last += ROW_BYTES) {
      padding |= publicKey[last] & ROW_PADDING_MASK;
    }
    return padding == 0;
  }
}
