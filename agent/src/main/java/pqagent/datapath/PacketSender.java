package pqagent.datapath;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import pqagent.crypto.tunnel.Crew;
import pqagent.crypto.tunnel.Tunnel;
import pqagent.crypto.tunnel.TunnelHeader;
import pqagent.linux.DatagramBatch;
import pqagent.linux.UdpSocket;
import pqagent.metrics.AgentMetrics;
import pqagent.metrics.Direction;
import pqagent.metrics.DropReason;
import pqagent.packet.EchoProbe;
import pqagent.packet.Ip;
import pqagent.packet.PacketSink;
import pqagent.packet.Segmenter;
import pqagent.peer.Connection;
import pqagent.peer.ParkedPacket;
import pqagent.peer.PathMtu;
import pqagent.peer.Peer;
import pqagent.peer.PeerTable;

/**
 * Turns plain packets into sealed datagrams on the wire. {@link #add} cuts a packet straight into
 * the send buffer; consecutive datagrams through one tunnel are a run, sealed as one; {@link
 * #flush} sends. What has no tunnel yet is parked at its peer. An instance belongs to one thread.
 */
public final class PacketSender implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 20;
  private static final int MAX_DATAGRAMS = 1024;

  /** Hears of a peer that has a packet and no tunnel. Must not block. */
  @FunctionalInterface
  public interface Demand {
    void wanted(Peer peer);
  }

  private final PeerTable peers;
  private final UdpSocket socket;
  private final Crew crew;
  private final AgentMetrics metrics;
  private final Refusals refusals;
  private final Segmenter segmenter;
  private final Demand demand;
  private final DatagramBatch batch = DatagramBatch.forSending(BUFFER_BYTES, MAX_DATAGRAMS);
  private @Nullable Peer runPeer;
  private @Nullable Tunnel runTunnel;
  private int runStart;

  /**
   * @param crew shares the encryption of long runs
   * @param answers where answers to packets that cannot go are written
   */
  public PacketSender(
      PeerTable peers,
      UdpSocket socket,
      Crew crew,
      PacketSink answers,
      AgentMetrics metrics,
      Demand demand) {
    this.peers = peers;
    this.socket = socket;
    this.crew = crew;
    this.metrics = metrics;
    this.refusals = new Refusals(answers, metrics);
    this.segmenter = new Segmenter(PathMtu.BASE_BYTES);
    this.demand = demand;
  }

  /** The socket's that it sends from. */
  int descriptor() {
    return socket.descriptor();
  }

  /**
   * Takes a packet to a private address, which is done with when this returns.
   *
   * @param packets big-endian
   * @param needsChecksum whether its layer-4 checksum is still to be made
   */
  public void add(
      ByteBuffer packets, int offset, int length, boolean needsChecksum, long nowNanos) {
    if (!Ip.isWellFormed(packets, offset, length)) {
      metrics.dropped(Direction.OUT, DropReason.MALFORMED_INNER);
      return;
    }
    Peer peer = peers.find(Ip.destination(packets, offset));
    if (peer == null) {
      refusals.unreachable(packets, offset, length, DropReason.UNKNOWN_ADDRESS, nowNanos);
      return;
    }
    switch (peer.connection()) {
      case Connection.Connected(Tunnel tunnel) ->
          append(peer, tunnel, packets, offset, length, needsChecksum, nowNanos);
      case Connection.Unreachable(long untilNanos) when nowNanos - untilNanos < 0 ->
          refusals.unreachable(packets, offset, length, DropReason.UNREACHABLE, nowNanos);
      case Connection.Idle _, Connection.Connecting _, Connection.Unreachable _ ->
          park(peer, packets, offset, length, needsChecksum, nowNanos);
    }
  }

  /**
   * Adds an empty packet, which every peer takes and no application sees, or an echo probe for a
   * peer that would not answer one (INTEROP.md).
   */
  public void addKeepalive(Peer peer, long nowNanos) {
    boolean added =
        peer.isMute()
            ? addRequest(peer, EchoProbe.MIN_BYTES, 0, nowNanos)
            : addOwn(peer, 0, _ -> {}, nowNanos);
    if (added) {
      peer.sentKeepalive();
    }
  }

  /** Adds an echo probe of this many bytes. */
  public void addProbe(Peer peer, int innerBytes, int sequence, long nowNanos) {
    addRequest(peer, innerBytes, sequence, nowNanos);
  }

  private boolean addRequest(Peer peer, int innerBytes, int sequence, long nowNanos) {
    return addOwn(
        peer,
        innerBytes,
        at -> EchoProbe.writeRequest(batch.buffer(), at, innerBytes, sequence),
        nowNanos);
  }

  /** Adds the answer to the peer's echo probe. */
  public void addProbeAnswer(Peer peer, int sequence, long nowNanos) {
    if (addOwn(
        peer,
        EchoProbe.MIN_BYTES,
        at -> EchoProbe.writeAnswer(batch.buffer(), at, sequence),
        nowNanos)) {
      peer.sentKeepalive();
    }
  }

  /** Adds a packet that no application sent; false when there is no way to the peer. */
  private boolean addOwn(Peer peer, int innerBytes, IntConsumer writeAt, long nowNanos) {
    if (!(peer.connection() instanceof Connection.Connected(Tunnel tunnel))
        || !peer.hasEndpoint()) {
      return false;
    }
    int datagramBytes = TunnelHeader.OVERHEAD_BYTES + innerBytes;
    sealRun(nowNanos);
    if (!batch.hasRoom(datagramBytes)) {
      flush(nowNanos);
    }
    int index = batch.size();
    int offset = batch.append(datagramBytes, peer.address(), peer.port());
    writeAt.accept(offset + TunnelHeader.BYTES);
    seal(peer, tunnel, index, nowNanos);
    return true;
  }

  /** Seals what is left and sends everything. */
  public void flush(long nowNanos) {
    sealRun(nowNanos);
    int datagrams = batch.size();
    if (datagrams > 0) {
      int sent = socket.send(batch);
      if (sent < datagrams) {
        metrics.dropped(Direction.OUT, DropReason.SEND_FAILED, datagrams - sent);
      }
      batch.clear();
    }
    runStart = 0;
  }

  private void append(
      Peer peer,
      Tunnel tunnel,
      ByteBuffer packets,
      int offset,
      int length,
      boolean needsChecksum,
      long nowNanos) {
    if (!peer.hasEndpoint()) {
      metrics.dropped(Direction.OUT, DropReason.NO_TUNNEL);
      return;
    }
    if (tunnel != runTunnel) {
      sealRun(nowNanos);
      runPeer = peer;
      runTunnel = tunnel;
    }
    Segmenter.Result result = segment(peer, packets, offset, length, needsChecksum);
    if (result == Segmenter.Result.NO_ROOM) {
      flush(nowNanos);
      runPeer = peer;
      runTunnel = tunnel;
      result = segment(peer, packets, offset, length, needsChecksum);
    }
    switch (result) {
      case OK -> {}
      case TOO_BIG ->
          refusals.tooBig(packets, offset, length, peer.pathMtu().maxInnerBytes(), nowNanos);
      case NOT_IPV4, UNSUPPORTED -> metrics.dropped(Direction.OUT, DropReason.UNSUPPORTED_INNER);
      case MALFORMED, NO_ROOM -> metrics.dropped(Direction.OUT, DropReason.MALFORMED_INNER);
    }
  }

  private Segmenter.Result segment(
      Peer peer, ByteBuffer packets, int offset, int length, boolean needsChecksum) {
    segmenter.setMaxInnerBytes(peer.pathMtu().maxInnerBytes());
    return segmenter.append(
        packets, offset, length, needsChecksum, batch, peer.address(), peer.port());
  }

  /** Keeps a copy; sends it after all when the tunnel came in between. */
  private void park(
      Peer peer, ByteBuffer packets, int offset, int length, boolean needsChecksum, long nowNanos) {
    byte[] copy = new byte[length];
    packets.get(offset, copy);
    OptionalInt pushedOut = peer.park(new ParkedPacket(copy, needsChecksum));
    if (pushedOut.isEmpty()) {
      add(packets, offset, length, needsChecksum, nowNanos);
      return;
    }
    metrics.dropped(Direction.OUT, DropReason.PARKED_OVERFLOW, pushedOut.getAsInt());
    demand.wanted(peer);
  }

  /** Seals the datagrams that were added since the last run ended. */
  private void sealRun(long nowNanos) {
    Peer peer = runPeer;
    Tunnel tunnel = runTunnel;
    if (peer != null && tunnel != null && runStart < batch.size()) {
      int from = runStart;
      int to = seal(peer, tunnel, from, nowNanos);
      long innerBytes = 0;
      for (int i = from; i < to; i++) {
        innerBytes += batch.lengths()[i] - TunnelHeader.OVERHEAD_BYTES;
      }
      if (to > from) {
        metrics.tunnelTraffic(Direction.OUT, to - from, innerBytes);
        peer.sentData(nowNanos);
      }
    }
    runPeer = null;
    runTunnel = null;
  }

  /**
   * Seals the batch from an index to its end, and cuts off what a closed tunnel did not take.
   * Returns the new end.
   */
  private int seal(Peer peer, Tunnel tunnel, int from, long nowNanos) {
    int to = batch.size();
    int sealed;
    synchronized (peer.sendLock()) {
      presentCookie(peer, tunnel);
      sealed =
          tunnel.seal(crew, batch.buffer(), batch.offsets(), batch.lengths(), from, to, nowNanos);
    }
    if (from + sealed < to) {
      metrics.dropped(Direction.OUT, DropReason.TUNNEL_DEAD, to - from - sealed);
      batch.truncate(from + sealed);
    }
    runStart = from + sealed;
    return runStart;
  }

  /** Shows a server that dropped its state its own cookie, before what is sealed next. */
  private void presentCookie(Peer peer, Tunnel tunnel) {
    Optional<byte[]> cookie = tunnel.takeCookie();
    if (cookie.isPresent()) {
      socket.sendTo(cookie.get(), peer.address(), peer.port());
    }
  }

  @Override
  public void close() {
    refusals.close();
    batch.close();
  }
}
