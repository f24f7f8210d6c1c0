package pqagent.crypto.primitive;

import java.security.SecureRandom;
import java.util.Arrays;
import pqagent.crypto.primitive.curve25519.MontgomeryLadder;

/** X25519 (RFC 7748). */
public final class X25519 {
  public static final int KEY_BYTES = 32;

  private static final byte[] BASE_POINT = Arrays.copyOf(new byte[] {9}, KEY_BYTES);

  private X25519() {}

  public static void generateKeyPair(byte[] publicKey, byte[] secretKey, SecureRandom random) {
    Lengths.require("publicKey", publicKey, KEY_BYTES);
    Lengths.require("secretKey", secretKey, KEY_BYTES);
    random.nextBytes(secretKey);
    publicKey(secretKey, publicKey);
  }

  /** Computes the public half of a secret key. */
  public static void publicKey(byte[] secretKey, byte[] publicKey) {
    Lengths.require("secretKey", secretKey, KEY_BYTES);
    Lengths.require("publicKey", publicKey, KEY_BYTES);
    MontgomeryLadder.multiply(secretKey, BASE_POINT, publicKey);
  }

  /**
   * Computes the shared secret; false (and a zeroed output) when it would be all zero: the peer
   * sent a point of low order (RFC 7748 section 6.1).
   */
  public static boolean agree(byte[] secretKey, byte[] peerPublicKey, byte[] sharedSecret) {
    Lengths.require("secretKey", secretKey, KEY_BYTES);
    Lengths.require("peerPublicKey", peerPublicKey, KEY_BYTES);
    Lengths.require("sharedSecret", sharedSecret, KEY_BYTES);
    MontgomeryLadder.multiply(secretKey, peerPublicKey, sharedSecret);
    int bits = 0;
    for (byte octet : sharedSecret) {
      bits |= octet;
    }
    return bits != 0;
  }
}
