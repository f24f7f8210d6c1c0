package pqagent.role;

import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pqagent.crypto.tunnel.Tunnel;
import pqagent.linux.UdpSocket;
import pqagent.peer.Connection;
import pqagent.peer.Ipv4;
import pqagent.peer.PathMtu;
import pqagent.peer.Peer;
import pqagent.peer.PeerTable;

/**
 * Finds how large packets to each peer may be: gives {@link PathMtu} the kernel's word and the
 * clock, and sends the probes that it asks for, so many a round for all peers together.
 */
final class PathProbes {
  static final long ROUND_MILLIS = 500;

  private static final Logger log = LoggerFactory.getLogger(PathProbes.class);
  private static final int MAX_PROBES_A_ROUND = 100;

  /** Data passed so lately that the size matters. */
  private static final long FLOWING_NANOS = TimeUnit.SECONDS.toNanos(60);

  /** Data was sent so lately that it may be what the kernel refused to segment. */
  private static final long REFUSED_NANOS = TimeUnit.SECONDS.toNanos(2);

  /**
   * Nothing came back for so long: perhaps nothing of this size arrives. With three probes in vain
   * still less than a client's patience with a tunnel, whose end would be that of its connections.
   */
  private static final long DOUBT_AFTER_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final LongSupplier refusedMessages;
  private final SharedSender sender;
  private final AtomicInteger left = new AtomicInteger(MAX_PROBES_A_ROUND);
  private long refusalsSeen;

  /**
   * @param refusedMessages how many the kernel would not segment so far
   */
  PathProbes(LongSupplier refusedMessages, SharedSender sender) {
    this.refusedMessages = refusedMessages;
    this.sender = sender;
  }

  /** What is due by the clock. Belongs to the housekeeper. */
  void round(PeerTable peers, long nowNanos) {
    left.set(MAX_PROBES_A_ROUND);
    long refusals = refusedMessages.getAsLong();
    boolean refused = refusals != refusalsSeen;
    refusalsSeen = refusals;
    peers.forEach(
        peer -> {
          if (refused && peer.quietNanos(nowNanos) < REFUSED_NANOS) {
            obey(peer, nowNanos);
          }
          tend(peer, nowNanos);
        });
  }

  /** Sends the probe that is due to a peer, if one is. */
  void tend(Peer peer, long nowNanos) {
    boolean flowing = peer.quietNanos(nowNanos) < FLOWING_NANOS;
    boolean doubted = peer.unansweredNanos(nowNanos) >= DOUBT_AFTER_NANOS;
    if (isHeard(peer)
        && peer.pathMtu().isDue(nowNanos, flowing, doubted)
        && left.getAndDecrement() > 0) {
      int before = peer.pathMtu().maxInnerBytes();
      kernelsWord(peer)
          .ifPresent(
              path ->
                  peer.pathMtu()
                      .next(nowNanos, flowing, path)
                      .ifPresent(probe -> sender.probe(peer, probe)));
      tell(peer, before);
    }
  }

  /** The peer probes its way to us. */
  void probed(Peer peer, int sequence) {
    if (peer.pathMtu().mayAnswer(System.nanoTime())) {
      sender.answerProbe(peer, sequence);
    }
  }

  /** An answer to a probe came in. */
  void answered(Peer peer, int sequence, long nowNanos) {
    int before = peer.pathMtu().maxInnerBytes();
    if (peer.pathMtu().answered(sequence, nowNanos)) {
      tell(peer, before);
      tend(peer, nowNanos);
    }
  }

  private void obey(Peer peer, long nowNanos) {
    if (isHeard(peer)) {
      int before = peer.pathMtu().maxInnerBytes();
      kernelsWord(peer).ifPresent(path -> peer.pathMtu().obey(nowNanos, path));
      tell(peer, before);
    }
  }

  private static boolean isHeard(Peer peer) {
    return peer.connection() instanceof Connection.Connected(Tunnel tunnel)
        && tunnel.openedPackets() > 0
        && peer.hasEndpoint();
  }

  private static OptionalInt kernelsWord(Peer peer) {
    return UdpSocket.pathMtu(peer.address(), peer.port());
  }

  private static void tell(Peer peer, int before) {
    int now = peer.pathMtu().maxInnerBytes();
    if (now != before) {
      log.debug(
          "packets to {} may have {} bytes, not {}",
          Ipv4.format(peer.privateAddress()),
          now,
          before);
    }
  }
}
