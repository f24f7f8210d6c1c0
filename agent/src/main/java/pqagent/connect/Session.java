package pqagent.connect;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pqagent.crypto.tunnel.Tunnel;
import pqagent.metrics.AgentMetrics;
import pqagent.metrics.Direction;
import pqagent.metrics.DropReason;
import pqagent.metrics.HandshakeResult;
import pqagent.peer.Connection;
import pqagent.peer.Peer;
import pqagent.peer.ServerIdentity;
import pqagent.peer.TunnelTable;

/**
 * What the connector keeps of one server: its tunnels, and how its handshakes went. All under the
 * session's lock, which nobody holds while waiting.
 *
 * <p>Up to {@link #MAX_TUNNELS} tunnels are registered to receive; packets leave by the newest. An
 * older one goes when the newest is confirmed and has been for a while.
 */
final class Session {
  static final int MAX_TUNNELS = 3;
  static final int MAX_RENEWALS = 6;
  static final long UNCONFIRMED_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);
  static final long CONFIRMED_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(6);
  static final long MAX_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
  static final long NEW_EPOCH_NANOS = TimeUnit.SECONDS.toNanos(4);
  static final long OVERLAP_NANOS = TimeUnit.SECONDS.toNanos(30);
  static final long FIRST_BACKOFF_NANOS = TimeUnit.SECONDS.toNanos(5);
  static final long MAX_BACKOFF_NANOS = TimeUnit.MINUTES.toNanos(5);

  private static final Logger log = LoggerFactory.getLogger(Session.class);

  /** A tunnel and how its handshake went. */
  private static final class Handshake {
    final Tunnel tunnel;
    final long durationNanos;
    boolean confirmed;
    boolean timedOut;
    boolean newEpochAsked;
    long confirmedNanos;

    Handshake(Tunnel tunnel, long durationNanos) {
      this.tunnel = tunnel;
      this.durationNanos = durationNanos;
    }
  }

  private final Peer peer;
  private final ServerIdentity server;
  private final TunnelTable tunnels;
  private final AgentMetrics metrics;
  private final ArrayDeque<Handshake> handshakes = new ArrayDeque<>();
  private Optional<ServerPorts> ports = Optional.empty();
  private long attemptBeganNanos;
  private boolean attempting;
  private boolean closed;
  private boolean outageTold;
  private int renewals;
  private int failures;

  Session(Peer peer, ServerIdentity server, TunnelTable tunnels, AgentMetrics metrics) {
    this.peer = peer;
    this.server = server;
    this.tunnels = tunnels;
    this.metrics = metrics;
  }

  Peer peer() {
    return peer;
  }

  ServerIdentity server() {
    return server;
  }

  /** The server's ports, as the latest attempt that found them did. */
  synchronized Optional<ServerPorts> ports() {
    return ports;
  }

  // --- attempts; one at a time

  /** The caller, who claimed the peer's attempt, starts one now. */
  synchronized void beginFirst(long nowNanos) {
    attempting = true;
    attemptBeganNanos = nowNanos;
    renewals = 0;
  }

  /**
   * Registers the tunnel and makes it the peer's, unless the session was closed meanwhile. {@code
   * send} sends the handshake: after the tunnel is known to the inbound pump, before packets use
   * it.
   */
  synchronized boolean succeeded(
      Tunnel tunnel, ServerPorts serverPorts, Runnable send, long nowNanos) {
    attempting = false;
    if (closed) {
      tunnel.close();
      return false;
    }
    ports = Optional.of(serverPorts);
    handshakes.addLast(new Handshake(tunnel, nowNanos - attemptBeganNanos));
    if (handshakes.size() > MAX_TUNNELS) {
      retire(handshakes.removeFirst());
    }
    tunnels.add(tunnel, peer);
    send.run();
    peer.connected(tunnel, server.address(), serverPorts.cryptoPort());
    metrics.handshakeDuration(nowNanos - attemptBeganNanos);
    return true;
  }

  /** An attempt came to nothing. A renewal leaves the tunnel as it was. */
  synchronized void failed(HandshakeResult result, String why, long nowNanos) {
    attempting = false;
    if (closed) {
      return;
    }
    metrics.handshake(result);
    if (!(peer.connection() instanceof Connection.Connected)) {
      giveUp(why, nowNanos);
    }
  }

  /** An attempt ended because the program ends. */
  synchronized void abandoned() {
    attempting = false;
  }

  // --- the clock

  /**
   * Confirms and retires tunnels, gives up after too many renewals in vain. True when the caller
   * must start a renewal now.
   */
  synchronized boolean maintain(long nowNanos) {
    Handshake newest = handshakes.peekLast();
    if (newest == null || closed) {
      return false;
    }
    handshakes.forEach(handshake -> confirm(handshake, handshake == newest));
    retireOld(newest, nowNanos);
    if (attempting) {
      return false;
    }
    if (newest.tunnel.isDead(nowNanos)) {
      retireAll();
      peer.disconnect();
      return false;
    }
    return isRenewalDue(newest, nowNanos);
  }

  /**
   * The first packet of a tunnel authenticated. Of several handshakes that were sent because the
   * server was slow to answer, the first to be answered wins: another tunnel is another client to
   * the server, and connections that began in one do not survive a move to the other.
   */
  synchronized void answered(Tunnel tunnel) {
    Handshake newest = handshakes.peekLast();
    if (newest == null || newest.tunnel == tunnel || newest.confirmed) {
      return;
    }
    if (handshakes.stream().anyMatch(handshake -> handshake.tunnel == tunnel)) {
      while (handshakes.getLast().tunnel != tunnel) {
        retire(handshakes.removeLast());
      }
      peer.connected(tunnel, peer.address(), peer.port());
    }
  }

  private void confirm(Handshake handshake, boolean newest) {
    if (handshake.confirmed || handshake.tunnel.openedPackets() == 0) {
      return;
    }
    handshake.confirmed = true;
    handshake.confirmedNanos = handshake.tunnel.lastOpenedNanos();
    metrics.handshake(HandshakeResult.OK);
    if (newest) {
      renewals = 0;
      failures = 0;
      outageTold = false;
      log.info(
          "tunnel to {} up in {} ms",
          server,
          TimeUnit.NANOSECONDS.toMillis(handshake.durationNanos));
    }
  }

  private void retireOld(Handshake newest, long nowNanos) {
    boolean overlapOver = newest.confirmed && nowNanos - newest.confirmedNanos >= OVERLAP_NANOS;
    for (Iterator<Handshake> all = handshakes.iterator(); all.hasNext(); ) {
      Handshake handshake = all.next();
      if (handshake != newest && (overlapOver || handshake.tunnel.isDead(nowNanos))) {
        all.remove();
        retire(handshake);
      }
    }
  }

  private boolean isRenewalDue(Handshake newest, long nowNanos) {
    long unansweredNanos =
        newest.confirmed ? peer.overdueNanos(nowNanos) : peer.unansweredNanos(nowNanos);
    if (unansweredNanos < NEW_EPOCH_NANOS) {
      newest.newEpochAsked = false;
    } else if (!newest.newEpochAsked) {
      newest.newEpochAsked = true;
      newest.tunnel.requestNewEpoch();
    }
    long patience =
        Math.min(
            MAX_PATIENCE_NANOS,
            (newest.confirmed ? CONFIRMED_PATIENCE_NANOS : UNCONFIRMED_PATIENCE_NANOS) << renewals);
    if (unansweredNanos < patience || nowNanos - attemptBeganNanos < patience) {
      return false;
    }
    if (!newest.confirmed && !newest.timedOut) {
      newest.timedOut = true;
      metrics.handshake(HandshakeResult.TIMEOUT);
    }
    if (renewals >= MAX_RENEWALS) {
      giveUp("nothing came back after " + (renewals + 1) + " handshakes", nowNanos);
      return false;
    }
    renewals++;
    attempting = true;
    attemptBeganNanos = nowNanos;
    return true;
  }

  private void giveUp(String why, long nowNanos) {
    long backoff = Math.min(MAX_BACKOFF_NANOS, FIRST_BACKOFF_NANOS << Math.min(failures, 10));
    failures++;
    ports = Optional.empty();
    retireAll();
    int dropped = peer.unreachable(nowNanos + backoff);
    metrics.dropped(Direction.OUT, DropReason.PARKED_EXPIRED, dropped);
    if (!outageTold) {
      outageTold = true;
      log.warn(
          "no tunnel to {}: {}; packets to it are refused, and the next one after {} s tries again",
          server,
          why,
          TimeUnit.NANOSECONDS.toSeconds(backoff));
    }
  }

  // --- the end

  /** Closes every tunnel; an attempt under way ends without effect. */
  synchronized void close() {
    closed = true;
    retireAll();
  }

  private void retireAll() {
    for (@Nullable Handshake h = handshakes.poll(); h != null; h = handshakes.poll()) {
      retire(h);
    }
  }

  private void retire(Handshake handshake) {
    tunnels.remove(handshake.tunnel.id());
    handshake.tunnel.close();
  }
}
