package pqagent.datapath;

import pqagent.crypto.tunnel.Tunnel;
import pqagent.peer.Peer;

/**
 * What the inbound pump tells its role, which may leave out what it does not care about. Called on
 * the pump's thread: must not block.
 */
public interface TunnelEvents {
  /**
   * The first packet of a tunnel authenticated: the other end has the keys. Told before the packet
   * is delivered.
   */
  default void confirmed(Peer peer, Tunnel tunnel) {}

  /** The other end asks whether its packets of some size arrive: this one did. */
  default void probed(Peer peer, int sequence) {}

  /** An answer to what we asked in that manner. */
  default void probeAnswered(Peer peer, int sequence) {}

  /** The server dropped its state and sent a cookie to be presented before the next packet. */
  default void cookieReceived(Peer peer) {}
}
