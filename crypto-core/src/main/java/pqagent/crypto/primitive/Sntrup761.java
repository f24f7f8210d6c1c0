package pqagent.crypto.primitive;

import java.security.SecureRandom;

/** Streamlined NTRU Prime sntrup761 (PROTOCOL.md section 1). */
public final class Sntrup761 {
  public static final int PUBLIC_KEY_BYTES = 1158;
  public static final int SECRET_KEY_BYTES = 1763;
  public static final int CIPHERTEXT_BYTES = 1039;
  public static final int SHARED_KEY_BYTES = 32;

  private Sntrup761() {}

  /** Fills both arrays with a fresh key pair. */
  public static void generateKeyPair(byte[] publicKey, byte[] secretKey, SecureRandom random) {
    throw new UnsupportedOperationException("not yet");
  }

  /**
   * Makes a ciphertext and its key; false (and zeroed outputs) when the public key's padding is
   * invalid.
   */
  public static boolean encapsulate(
      byte[] publicKey, byte[] ciphertext, byte[] sharedKey, SecureRandom random) {
    throw new UnsupportedOperationException("not yet");
  }

  /** Recovers the key; false (and a zeroed output) when the ciphertext's padding is invalid. */
  public static boolean decapsulate(byte[] secretKey, byte[] ciphertext, byte[] sharedKey) {
    throw new UnsupportedOperationException("not yet");
  }
}
