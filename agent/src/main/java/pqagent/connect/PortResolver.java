package pqagent.connect;

import java.util.Optional;
import pqagent.peer.ServerIdentity;

/** Finds the ports of a server whose name does not tell them, by TXT records. */
@FunctionalInterface
public interface PortResolver {

  /**
   * Asks, and waits a few seconds at most; empty when there is no such record or it makes no sense.
   */
  Optional<ServerPorts> lookup(ServerIdentity server);
}
