package pqagent.crypto.handshake;

import java.security.SecureRandom;
import java.util.Optional;
import pqagent.crypto.key.StaticPublicKeys;

/**
 * A McEliece encapsulation made ahead, good for one handshake (PROTOCOL.md section 5). Close zeroes
 * the key.
 */
public record Prekey(byte[] ciphertext, byte[] sharedKey) implements AutoCloseable {

  /** Empty when the server's McEliece key is invalid. */
  public static Optional<Prekey> make(StaticPublicKeys server, SecureRandom random) {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException("not yet");
  }
}
