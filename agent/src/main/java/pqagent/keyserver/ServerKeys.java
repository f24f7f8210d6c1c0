package pqagent.keyserver;

import pqagent.crypto.key.StaticKeyPair;
import pqagent.crypto.primitive.SecretKey;

/**
 * What a key directory holds: the long-term key pairs and the root of the cookie keys. Close zeroes
 * the secrets.
 */
public record ServerKeys(StaticKeyPair pair, SecretKey sessionKey) implements AutoCloseable {

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
