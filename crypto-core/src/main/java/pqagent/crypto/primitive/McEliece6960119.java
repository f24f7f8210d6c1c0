package pqagent.crypto.primitive;

import java.security.SecureRandom;

/** Classic McEliece mceliece6960119, without plaintext confirmation (PROTOCOL.md section 1). */
public final class McEliece6960119 {
  public static final int PUBLIC_KEY_BYTES = 1047319;
  public static final int SECRET_KEY_BYTES = 13948;
  public static final int CIPHERTEXT_BYTES = 194;
  public static final int SHARED_KEY_BYTES = 32;

  private McEliece6960119() {}

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
