package pqagent.crypto.handshake;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import pqagent.crypto.key.StaticPublicKeys;
import pqagent.crypto.primitive.McEliece6960119;

/**
 * A McEliece encapsulation made ahead, good for one handshake (PROTOCOL.md section 5): a ciphertext
 * of 194 bytes and its key of 32. Close zeroes the key.
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record Prekey(byte[] ciphertext, byte[] sharedKey) implements AutoCloseable {

  /** Empty when the server's McEliece key is invalid. */
  public static Optional<Prekey> make(StaticPublicKeys server, SecureRandom random) {
    byte[] ciphertext = new byte[McEliece6960119.CIPHERTEXT_BYTES];
    byte[] sharedKey = new byte[McEliece6960119.SHARED_KEY_BYTES];
    return McEliece6960119.encapsulate(server.mceliece(), ciphertext, sharedKey, random)
        ? Optional.of(new Prekey(ciphertext, sharedKey))
        : Optional.empty();
  }

  @Override
  public void close() {
    Arrays.fill(sharedKey, (byte) 0);
  }

  @Override
  public String toString() {
    return "Prekey";
  }
}
