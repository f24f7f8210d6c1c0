package pqagent.crypto.primitive;

import java.security.SecureRandom;
import pqagent.crypto.primitive.sntrup.KeyEncapsulation;

/**
 * Streamlined NTRU Prime sntrup761 (PROTOCOL.md section 1). A secret key is, in this order, f (191
 * bytes), 1/g (191), the public key (1158), rho (191), and the public key's hash (32).
 */
public final class Sntrup761 {
  public static final int PUBLIC_KEY_BYTES = 1158;
  public static final int SECRET_KEY_BYTES = 1763;
  public static final int CIPHERTEXT_BYTES = 1039;
  public static final int SHARED_KEY_BYTES = 32;

  private Sntrup761() {}

  /** Fills both arrays with a fresh key pair. */
  public static void generateKeyPair(byte[] publicKey, byte[] secretKey, SecureRandom random) {
    Lengths.require("publicKey", publicKey, PUBLIC_KEY_BYTES);
    Lengths.require("secretKey", secretKey, SECRET_KEY_BYTES);
    KeyEncapsulation.generate(publicKey, secretKey, random);
  }

  /** Makes a ciphertext and its key. Every public key of the right length is valid: always true. */
  public static boolean encapsulate(
      byte[] publicKey, byte[] ciphertext, byte[] sharedKey, SecureRandom random) {
    Lengths.require("publicKey", publicKey, PUBLIC_KEY_BYTES);
    Lengths.require("ciphertext", ciphertext, CIPHERTEXT_BYTES);
    Lengths.require("sharedKey", sharedKey, SHARED_KEY_BYTES);
    KeyEncapsulation.encapsulate(publicKey, ciphertext, sharedKey, random);
    return true;
  }

  /**
   * Recovers the key. An invalid ciphertext gives a key that nobody knows (implicit rejection):
   * always true.
   */
  public static boolean decapsulate(byte[] secretKey, byte[] ciphertext, byte[] sharedKey) {
    Lengths.require("secretKey", secretKey, SECRET_KEY_BYTES);
    Lengths.require("ciphertext", ciphertext, CIPHERTEXT_BYTES);
    Lengths.require("sharedKey", sharedKey, SHARED_KEY_BYTES);
    KeyEncapsulation.decapsulate(secretKey, ciphertext, sharedKey);
    return true;
  }
}
