package pqagent.bench.crypto;

import static pqagent.bench.crypto.Operation.implementations;

import java.security.SecureRandom;
import java.util.List;
import pqagent.crypto.handshake.FiveSlots;

/**
 * A server's whole answer to a handshake with five slots live, of which the last one tried is the
 * client's: the most that one can cost.
 */
final class HandshakeOperations {
  private HandshakeOperations() {}

  static List<Operation> all() {
    return List.of(
        Operation.of(
            "handshake.respond.5slots",
            implementations(Implementation.ours(HandshakeOperations::respond))));
  }

  private static Work respond() {
    FiveSlots server = new FiveSlots(new SecureRandom());
    return server::respond;
  }
}
