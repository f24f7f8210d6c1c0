package pqagent.keyserver;

import java.security.SecureRandom;
import pqagent.crypto.key.StaticKeyPair;
import pqagent.crypto.primitive.SecretKey;

/**
 * What a key directory holds: the long-term key pairs and the root of the cookie keys. Close zeroes
 * the secrets.
 */
public record ServerKeys(StaticKeyPair pair, SecretKey sessionKey) implements AutoCloseable {

  /** Makes fresh ones. */
  public static ServerKeys generate(SecureRandom random) {
    byte[] session = new byte[SecretKey.BYTES];
    random.nextBytes(session);
    return new ServerKeys(StaticKeyPair.generate(random), SecretKey.wrap(session));
  }

  @Override
  public void close() {
    pair.close();
    sessionKey.close();
  }

  @Override
  public String toString() {
    return "ServerKeys";
  }
}
