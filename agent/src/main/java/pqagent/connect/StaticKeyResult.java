package pqagent.connect;

import pqagent.crypto.key.StaticPublicKeys;

/** What came of the search for a server's static keys. */
sealed interface StaticKeyResult {

  /** Every byte is verified against the server's name. */
  record Found(StaticPublicKeys keys) implements StaticKeyResult {}

  /** No answer, or not all of them. */
  record NoAnswer() implements StaticKeyResult {}

  /** Whoever answers has other keys than the name says. */
  record WrongKeys() implements StaticKeyResult {}
}
