package pqagent.crypto.key;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import pqagent.crypto.primitive.Lengths;
import pqagent.crypto.primitive.McEliece6960119;
import pqagent.crypto.primitive.X25519;

/**
 * A server's long-term keys, public and secret halves (PROTOCOL.md section 5); close zeroes the
 * secrets.
 */
public final class StaticKeyPair implements AutoCloseable {
  private final StaticPublicKeys publicKeys;
  private final byte[] mcelieceSecret;
  private final byte[] x25519Secret;

  private StaticKeyPair(StaticPublicKeys publicKeys, byte[] mcelieceSecret, byte[] x25519Secret) {
    Lengths.require("McEliece secret key", mcelieceSecret, McEliece6960119.SECRET_KEY_BYTES);
    Lengths.require("X25519 secret key", x25519Secret, X25519.KEY_BYTES);
    this.publicKeys = publicKeys;
    this.mcelieceSecret = mcelieceSecret;
    this.x25519Secret = x25519Secret;
  }

  /** Makes new keys: about half a second of work. */
  public static StaticKeyPair generate(SecureRandom random) {
    byte[] mceliecePublic = new byte[McEliece6960119.PUBLIC_KEY_BYTES];
    byte[] mcelieceSecret = new byte[McEliece6960119.SECRET_KEY_BYTES];
    McEliece6960119.generateKeyPair(mceliecePublic, mcelieceSecret, random);
    byte[] x25519Public = new byte[X25519.KEY_BYTES];
    byte[] x25519Secret = new byte[X25519.KEY_BYTES];
    X25519.generateKeyPair(x25519Public, x25519Secret, random);
    return of(mceliecePublic, mcelieceSecret, x25519Public, x25519Secret);
  }

  /** Takes the arrays over; IllegalArgumentException names what has a wrong length. */
  public static StaticKeyPair of(
      byte[] mceliecePublic, byte[] mcelieceSecret, byte[] x25519Public, byte[] x25519Secret) {
    return new StaticKeyPair(
        new StaticPublicKeys(mceliecePublic, x25519Public), mcelieceSecret, x25519Secret);
  }

  /**
   * Whether both secret halves belong to the public ones: tried, not assumed. One encapsulation
   * finds the wrong key, though not every flipped bit of the right one.
   */
  public boolean isConsistent(SecureRandom random) {
    byte[] ciphertext = new byte[McEliece6960119.CIPHERTEXT_BYTES];
    byte[] sent = new byte[McEliece6960119.SHARED_KEY_BYTES];
    byte[] received = new byte[McEliece6960119.SHARED_KEY_BYTES];
    byte[] x25519Public = new byte[X25519.KEY_BYTES];
    X25519.publicKey(x25519Secret, x25519Public);
    try {
      return Arrays.equals(x25519Public, publicKeys.x25519())
          && McEliece6960119.encapsulate(publicKeys.mceliece(), ciphertext, sent, random)
          && McEliece6960119.decapsulate(mcelieceSecret, ciphertext, received)
          && MessageDigest.isEqual(sent, received);
    } finally {
      Arrays.fill(sent, (byte) 0);
      Arrays.fill(received, (byte) 0);
    }
  }

  public StaticPublicKeys publicKeys() {
    return publicKeys;
  }

  /** The bytes themselves, not a copy. All zero once closed. */
  public byte[] mcelieceSecret() {
    return mcelieceSecret;
  }

  /** The bytes themselves, not a copy. All zero once closed. */
  public byte[] x25519Secret() {
    return x25519Secret;
  }

  @Override
  public void close() {
    Arrays.fill(mcelieceSecret, (byte) 0);
    Arrays.fill(x25519Secret, (byte) 0);
  }
}
