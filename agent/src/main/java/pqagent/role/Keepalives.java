package pqagent.role;

import java.util.function.Consumer;
import pqagent.crypto.tunnel.Tunnel;
import pqagent.peer.Connection;
import pqagent.peer.Peer;
import pqagent.peer.PeerTable;

/**
 * Decides who is owed an empty packet. One that sent us data and got nothing back would take us for
 * dead; and a client keeps its quiet tunnels open, since a server forgets a tunnel on which nothing
 * arrived for 120 s and with it the address that the client's connections have there. The server
 * answers those, so that the client's own receive chain lives as long.
 */
final class Keepalives {
  private static final long SECOND = 1_000_000_000L;

  /**
   * Data came in and nothing went out for so long: answer. Well below what makes the other end
   * renew the tunnel.
   */
  static final long ANSWER_AFTER_NANOS = 3 * SECOND;

  /**
   * Nothing went out for so long: a client refreshes, a server does when the client did. NAT
   * mappings for UDP may last only 30 s.
   */
  static final long REFRESH_AFTER_NANOS = 25 * SECOND;

  /**
   * A client keeps refreshing a tunnel until no data passed for so long: the usual time of TCP's
   * own keepalive.
   */
  static final long KEEP_FOR_NANOS = 7200 * SECOND;

  private final boolean refreshing;
  private final Consumer<Peer> add;
  private final Runnable send;

  /**
   * @param refreshing whether quiet tunnels are kept open: the client's side does
   * @param add adds one to what is to be sent
   * @param send sends what was added
   */
  Keepalives(boolean refreshing, Consumer<Peer> add, Runnable send) {
    this.refreshing = refreshing;
    this.add = add;
    this.send = send;
  }

  /** Sends all who are owed one theirs. */
  void round(PeerTable peers, long nowNanos) {
    peers.forEach(peer -> tend(peer, nowNanos));
    send.run();
  }

  void tend(Peer peer, long nowNanos) {
    if (peer.connection() instanceof Connection.Connected(Tunnel tunnel)
        && isOwed(peer, tunnel, nowNanos)) {
      add.accept(peer);
    }
  }

  private boolean isOwed(Peer peer, Tunnel tunnel, long nowNanos) {
    if (peer.unacknowledgedNanos(nowNanos) >= ANSWER_AFTER_NANOS) {
      return true;
    }
    boolean wanted =
        refreshing
            ? peer.quietNanos(nowNanos) < KEEP_FOR_NANOS
            : tunnel.lastOpenedNanos() - tunnel.lastSealedNanos() > 0;
    return wanted && nowNanos - tunnel.lastSealedNanos() >= REFRESH_AFTER_NANOS;
  }
}
