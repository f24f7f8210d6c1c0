package pqagent.peer;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import pqagent.crypto.tunnel.Tunnel;

/**
 * One end that we tunnel to: for a client a server, for a server a client. Known to applications by
 * its private address, on the wire by its endpoint. The fields that pumps write for every batch are
 * volatile and unlocked; parked packets and changes of connection are under the peer's lock.
 */
public final class Peer {
  /** Packets kept for a tunnel in the making; further ones push the oldest out. */
  public static final int MAX_PARKED_PACKETS = 64;

  /** Data after so long a pause is a new attempt to be heard, not the same one going on. */
  static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final long NEVER = Long.MIN_VALUE;

  private final int privateAddress;
  private final Optional<ServerIdentity> server;
  private final PathMtu pathMtu;
  private final Object sendLock = new Object();
  private final Object receiveLock = new Object();
  private final ArrayDeque<ParkedPacket> parked = new ArrayDeque<>(1);
  private volatile Connection connection = new Connection.Idle();

  private volatile long endpoint;
  private volatile long unansweredSinceNanos = NEVER;
  private volatile long unacknowledgedSinceNanos = NEVER;
  private volatile long lastDataNanos;
  private volatile boolean acknowledges;
  private volatile boolean heardData;
  private long newestPacketNumber = -1;

  private Peer(
      int privateAddress, Optional<ServerIdentity> server, PathMtu pathMtu, long nowNanos) {
    this.privateAddress = privateAddress;
    this.server = server;
    this.pathMtu = pathMtu;
    this.lastDataNanos = nowNanos;
  }

  /** What a client keeps of a server. */
  public static Peer server(
      int privateAddress, ServerIdentity identity, PathMtu pathMtu, long nowNanos) {
    return new Peer(privateAddress, Optional.of(identity), pathMtu, nowNanos);
  }

  /** What a server keeps of a client, whose tunnel is there from the start. */
  public static Peer client(int privateAddress, Tunnel tunnel, PathMtu pathMtu, long nowNanos) {
    Peer peer = new Peer(privateAddress, Optional.empty(), pathMtu, nowNanos);
    peer.connection = new Connection.Connected(tunnel);
    return peer;
  }

  public int privateAddress() {
    return privateAddress;
  }

  /** Who it is, when the peer is a server. */
  public Optional<ServerIdentity> server() {
    return server;
  }

  public Connection connection() {
    return connection;
  }

  /** How large packets through its tunnel may be. */
  public PathMtu pathMtu() {
    return pathMtu;
  }

  /** Held while sealing, since several pumps and timers may send to one peer. */
  public Object sendLock() {
    return sendLock;
  }

  /** Held while opening: a peer that roams may come in on two lanes for a moment. */
  public Object receiveLock() {
    return receiveLock;
  }

  /**
   * Reads what receiving a packet will, the lock's header too, so that it is near by then; the
   * result says nothing. Any thread.
   */
  public long touch() {
    return receiveLock.getClass() == Object.class ? endpoint + lastDataNanos : 0;
  }

  // --- connection

  /**
   * Claims the one connection attempt; false when one is under way, a tunnel is there, or it is too
   * early after a failure.
   */
  public synchronized boolean beginConnecting(long nowNanos) {
    boolean free =
        switch (connection) {
          case Connection.Idle _ -> true;
          case Connection.Connecting _, Connection.Connected _ -> false;
          case Connection.Unreachable(long untilNanos) -> nowNanos - untilNanos >= 0;
        };
    if (free) {
      connection = new Connection.Connecting();
    }
    return free;
  }

  /**
   * From now on packets go through this tunnel to this endpoint. The tunnel it replaces stays open,
   * for packets under way.
   */
  public synchronized void connected(Tunnel tunnel, int address, int port) {
    endpoint = endpoint(address, port);
    unansweredSinceNanos = NEVER;
    pathMtu.restart();
    connection = new Connection.Connected(tunnel);
  }

  /** Attempts failed. Returns how many parked packets were thrown away. */
  public synchronized int unreachable(long untilNanos) {
    connection = new Connection.Unreachable(untilNanos);
    int dropped = parked.size();
    parked.clear();
    return dropped;
  }

  /** Forgets the tunnel: the next packet starts anew. */
  public synchronized void disconnect() {
    connection = new Connection.Idle();
    parked.clear();
  }

  // --- parked packets

  /**
   * Keeps a packet until a tunnel is there. Returns how many older ones were pushed out; empty when
   * a tunnel is there already, and the packet was not kept.
   */
  public synchronized OptionalInt park(ParkedPacket packet) {
    if (connection instanceof Connection.Connected) {
      return OptionalInt.empty();
    }
    parked.add(packet);
    if (parked.size() <= MAX_PARKED_PACKETS) {
      return OptionalInt.of(0);
    }
    parked.poll();
    return OptionalInt.of(1);
  }

  /** Hands out the parked packets, oldest first. */
  public synchronized List<ParkedPacket> unpark() {
    List<ParkedPacket> packets = List.copyOf(parked);
    parked.clear();
    return packets;
  }

  public synchronized int parkedPackets() {
    return parked.size();
  }

  // --- endpoint

  /** Whether we know where the peer can be reached. */
  public boolean hasEndpoint() {
    return endpoint != 0;
  }

  /** IPv4 address of the other end. */
  public int address() {
    return (int) (endpoint >>> 16);
  }

  /** UDP port of the other end. */
  public int port() {
    return (int) endpoint & 0xffff;
  }

  /**
   * Follows a client to the source of its newest authentic packet (PROTOCOL.md section 6); one
   * overtaken by a newer packet changes nothing. Call it with the receive lock held.
   *
   * @param packetNumber epoch and counter as one number of 48 bits
   */
  public void roamTo(long packetNumber, int address, int port) {
    if (packetNumber > newestPacketNumber) {
      newestPacketNumber = packetNumber;
      long seen = endpoint(address, port);
      if (seen != endpoint) {
        endpoint = seen;
        pathMtu.restart();
      }
    }
  }

  private static long endpoint(int address, int port) {
    return (address & 0xffffffffL) << 16 | port;
  }

  // --- liveness

  /** Data went out: unless something comes back, the tunnel may be gone. */
  public void sentData(long nowNanos) {
    if (unansweredSinceNanos == NEVER
        || (!acknowledges && nowNanos - lastDataNanos > PAUSE_NANOS)) {
      unansweredSinceNanos = nowNanos;
    }
    lastDataNanos = nowNanos;
    if (unacknowledgedSinceNanos != NEVER) {
      unacknowledgedSinceNanos = NEVER;
    }
  }

  /** A keepalive went out. */
  public void sentKeepalive() {
    unacknowledgedSinceNanos = NEVER;
  }

  /** Something authentic came in. */
  public void received(boolean data, long nowNanos) {
    if (unansweredSinceNanos != NEVER) {
      unansweredSinceNanos = NEVER;
    }
    if (data) {
      lastDataNanos = nowNanos;
      if (!heardData) {
        heardData = true;
      }
      if (unacknowledgedSinceNanos == NEVER) {
        unacknowledgedSinceNanos = nowNanos;
      }
    } else if (!acknowledges) {
      acknowledges = true;
    }
  }

  /** The answer to an echo probe came in: the tunnel lives, though no data passed. */
  public void probeAnswered() {
    unansweredSinceNanos = NEVER;
  }

  /**
   * Whether this is a server that sends data and no empty packets (the deployed reference), and so
   * lets a quiet tunnel grow old unless something asks for an answer.
   */
  public boolean isMute() {
    return server.isPresent() && heardData && !acknowledges;
  }

  /** For how long data went out and nothing came back; 0 when all is well. */
  public long unansweredNanos(long nowNanos) {
    long since = unansweredSinceNanos;
    return since == NEVER ? 0 : nowNanos - since;
  }

  /**
   * For how long an answer is overdue; 0 when none is. A peer that sends empty packets owes one to
   * everything. One that never did (the deployed reference) owes none to a last packet, such as
   * TCP's last acknowledgement: only data that kept going out counts, from its first to its latest
   * packet.
   */
  public long overdueNanos(long nowNanos) {
    long since = unansweredSinceNanos;
    if (since == NEVER) {
      return 0;
    }
    return acknowledges ? nowNanos - since : Math.max(0, lastDataNanos - since);
  }

  /** For how long data came in and nothing went out; 0 when all is well. */
  public long unacknowledgedNanos(long nowNanos) {
    long since = unacknowledgedSinceNanos;
    return since == NEVER ? 0 : nowNanos - since;
  }

  /** How long ago data passed in either direction. */
  public long quietNanos(long nowNanos) {
    return nowNanos - lastDataNanos;
  }
}
