package pqagent.crypto.primitive;

import java.security.SecureRandom;

/** X25519 (RFC 7748). */
public final class X25519 {
  public static final int KEY_BYTES = 32;

  private X25519() {}

  public static void generateKeyPair(byte[] publicKey, byte[] secretKey, SecureRandom random) {
    throw new UnsupportedOperationException("not yet");
  }

  /** Computes the public half of a secret key. */
  public static void publicKey(byte[] secretKey, byte[] publicKey) {
    throw new UnsupportedOperationException("not yet");
  }

  /** Computes the shared secret; false (and a zeroed output) when it would be all zero. */
  public static boolean agree(byte[] secretKey, byte[] peerPublicKey, byte[] sharedSecret) {
    throw new UnsupportedOperationException("not yet");
  }
}
