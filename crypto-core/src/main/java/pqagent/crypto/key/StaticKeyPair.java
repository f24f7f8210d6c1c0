package pqagent.crypto.key;

import java.security.SecureRandom;

/**
 * A server's long-term keys, public and secret halves (PROTOCOL.md section 5); close zeroes the
 * secrets.
 */
public final class StaticKeyPair implements AutoCloseable {

  public static StaticKeyPair generate(SecureRandom random) {
    throw new UnsupportedOperationException("not yet");
  }

  /** Takes the arrays over; IllegalArgumentException names what has a wrong length. */
  public static StaticKeyPair of(
      byte[] mceliecePublic, byte[] mcelieceSecret, byte[] x25519Public, byte[] x25519Secret) {
    throw new UnsupportedOperationException("not yet");
  }

  /** Whether both secret halves belong to the public ones (tried, not assumed). */
  public boolean isConsistent(SecureRandom random) {
    throw new UnsupportedOperationException("not yet");
  }

  public StaticPublicKeys publicKeys() {
    throw new UnsupportedOperationException("not yet");
  }

  public byte[] mcelieceSecret() {
    throw new UnsupportedOperationException("not yet");
  }

  public byte[] x25519Secret() {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException("not yet");
  }
}
