package pqagent.connect;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pqagent.crypto.handshake.Initiator;
import pqagent.crypto.tunnel.Tunnel;
import pqagent.metrics.AgentMetrics;
import pqagent.metrics.HandshakeResult;
import pqagent.peer.Peer;
import pqagent.peer.ServerIdentity;
import pqagent.peer.TunnelTable;

/**
 * The client's way from a name to a tunnel, and the tunnel's renewal when its server falls silent.
 *
 * <pre>
 * request → ports (name or TXT) → static keys (memory, disk, 1 MB fetch) → prekey → slot keys
 *         → handshake sent, peer Connected → first packet opened: confirmed
 *                  ↑                │ nothing comes back
 *                  └── fresh one ───┘ … six times → peer Unreachable for a while
 * </pre>
 *
 * Each attempt has a virtual thread; a peer has one attempt at a time, and all peers together a
 * bounded number, so that further ones wait for their turn.
 */
public final class Connector implements AutoCloseable {
  static final int MAX_ATTEMPTS_AT_ONCE = 64;

  private static final Logger log = LoggerFactory.getLogger(Connector.class);
  private static final String KEY_FOLDER = "keys";
  private static final long CLOSE_SECONDS = 5;

  private final DatagramSender sender;
  private final TunnelTable tunnels;
  private final AgentMetrics metrics;
  private final LongSupplier nanoTime;
  private final Consumer<Peer> onTunnel;
  private final KeyChannel channel;
  private final PrekeyStore prekeys;
  private final SecureRandom random;
  private final HandshakeAttempt attempt;
  private final Map<Peer, Session> sessions = new ConcurrentHashMap<>();
  private final Semaphore turns = new Semaphore(MAX_ATTEMPTS_AT_ONCE, true);
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("connect-", 0).factory());

  /**
   * @param sender the client's one UDP socket; replies that are not tunnel packets come back by
   *     {@link #deliver}
   * @param stateDirectory keeps servers' keys in its folder {@code keys}
   * @param tunnels where tunnels are registered for the inbound pump
   * @param nanoTime a monotonic clock, the one that {@link #maintain} and the peers are told
   * @param onTunnel called for each new tunnel of a peer, on a thread that may wait; sends what is
   *     parked
   */
  public Connector(
      DatagramSender sender,
      PortResolver ports,
      Path stateDirectory,
      TunnelTable tunnels,
      AgentMetrics metrics,
      LongSupplier nanoTime,
      SecureRandom random,
      Consumer<Peer> onTunnel) {
    this.sender = sender;
    this.tunnels = tunnels;
    this.metrics = metrics;
    this.nanoTime = nanoTime;
    this.onTunnel = onTunnel;
    this.random = random;
    channel = new KeyChannel(sender, metrics);
    KeyCache cache =
        new KeyCache(stateDirectory.resolve(KEY_FOLDER), InstantSource.system(), metrics);
    ServerKeyStore keys =
        new ServerKeyStore(cache, new StaticKeyFetcher(channel, nanoTime), metrics, nanoTime);
    prekeys = new PrekeyStore(keys::atHand, random, metrics);
    attempt = new HandshakeAttempt(ports, keys, prekeys, new SlotKeyFetcher(channel), random);
  }

  /** Goes through so many connections with nobody. Takes a while. */
  public void rehearse(int connections) throws InterruptedException {
    Rehearsal.run(connections, random);
  }

  /** Makes prekeys ahead for these servers, as far as their keys are on disk. */
  public void expect(List<ServerIdentity> servers) {
    servers.forEach(prekeys::want);
  }

  /**
   * Sees to it that the peer gets a tunnel, unless it has one, one is in the making, or it is too
   * early after a failure. Any thread; returns at once.
   */
  public void request(Peer peer) {
    long now = nanoTime.getAsLong();
    if (peer.server().isPresent() && peer.beginConnecting(now)) {
      Session session =
          sessions.computeIfAbsent(
              peer, p -> new Session(p, p.server().orElseThrow(), tunnels, metrics));
      session.beginFirst(now);
      start(session);
    }
  }

  /**
   * Takes a received datagram that is not a tunnel packet. Cheap, never waits, never throws; what
   * nobody asked for is counted and dropped.
   */
  public void deliver(ByteBuffer buffer, int offset, int length, int address, int port) {
    channel.deliver(buffer, offset, length, address, port);
  }

  /** Hears of the first packet that authenticated in a tunnel. Cheap; any thread. */
  public void answered(Peer peer, Tunnel tunnel) {
    Session session = sessions.get(peer);
    if (session != null) {
      session.answered(tunnel);
    }
  }

  /** Confirms, renews and retires tunnels; call it about five times a second from one thread. */
  public void maintain(long nowNanos) {
    for (Session session : sessions.values()) {
      if (session.maintain(nowNanos)) {
        start(session);
      }
    }
  }

  /** Closes the peer's tunnels and keeps nothing of it: its private address goes to another. */
  public void forget(Peer peer) {
    Session session = sessions.remove(peer);
    if (session != null) {
      session.close();
    }
  }

  private void start(Session session) {
    try {
      threads.execute(() -> connect(session));
    } catch (RejectedExecutionException e) {
      session.abandoned();
    }
  }

  private void connect(Session session) {
    try {
      turns.acquire();
      try {
        finish(session, attempt.run(session.server(), session.ports()));
      } finally {
        turns.release();
      }
    } catch (InterruptedException e) {
      session.abandoned();
    } catch (RuntimeException e) {
      if (threads.isShutdown()) {
        session.abandoned();
        return;
      }
      log.error("attempt to connect to {} failed", session.server(), e);
      session.failed(HandshakeResult.BAD_KEYS, "internal error", nanoTime.getAsLong());
    }
  }

  private void finish(Session session, HandshakeAttempt.Outcome outcome) {
    long now = nanoTime.getAsLong();
    switch (outcome) {
      case HandshakeAttempt.Outcome.Failed(HandshakeResult result, String why) ->
          session.failed(result, why, now);
      case HandshakeAttempt.Outcome.Ready(Initiator.Initiation initiation, ServerPorts ports) -> {
        Tunnel tunnel = Tunnel.initiated(initiation.secrets(), now);
        int address = session.server().address();
        Runnable send = () -> sender.sendTo(initiation.message(), address, ports.cryptoPort());
        if (session.succeeded(tunnel, ports, send, now)) {
          onTunnel.accept(session.peer());
        }
      }
    }
  }

  /** Ends all attempts, closes all tunnels, zeroes all keys. */
  @Override
  public void close() {
    threads.shutdownNow();
    try {
      threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    prekeys.close();
    sessions.values().forEach(Session::close);
    sessions.clear();
  }
}
