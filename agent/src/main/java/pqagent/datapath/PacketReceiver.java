package pqagent.datapath;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import pqagent.crypto.tunnel.Crew;
import pqagent.crypto.tunnel.OpenResult;
import pqagent.crypto.tunnel.Tunnel;
import pqagent.crypto.tunnel.TunnelHeader;
import pqagent.linux.DatagramBatch;
import pqagent.metrics.AgentMetrics;
import pqagent.metrics.Direction;
import pqagent.metrics.DropReason;
import pqagent.packet.AddressTranslator;
import pqagent.packet.Coalescer;
import pqagent.packet.EchoProbe;
import pqagent.packet.Icmp;
import pqagent.packet.PacketSink;
import pqagent.peer.PathMtu;
import pqagent.peer.Peer;
import pqagent.peer.TunnelTable;

/**
 * Opens runs of datagrams of one tunnel and delivers what was in them. An instance belongs to one
 * thread.
 */
public final class PacketReceiver implements AutoCloseable {
  private final Crew crew;
  private final AgentMetrics metrics;
  private final TunnelEvents events;
  private final int deliverTo;
  private final boolean peersRoam;
  private final AddressTranslator translator = new AddressTranslator();
  private final Coalescer coalescer;
  private @Nullable OpenResult[] results = new OpenResult[0];

  /**
   * @param sink where what was in the datagrams is written
   * @param joins what follows on and is written as one super-packet
   * @param crew shares the decryption of long runs
   * @param deliverTo the address that inner packets are delivered to
   * @param peersRoam whether a peer is followed to where its newest packet came from
   */
  public PacketReceiver(
      PacketSink sink,
      Coalescer.Joins joins,
      Crew crew,
      AgentMetrics metrics,
      TunnelEvents events,
      int deliverTo,
      boolean peersRoam) {
    this.crew = crew;
    this.metrics = metrics;
    this.events = events;
    this.deliverTo = deliverTo;
    this.peersRoam = peersRoam;
    this.coalescer = new Coalescer(sink, joins);
  }

  /** The next datagrams are in this batch. */
  void begin(DatagramBatch batch) {
    coalescer.begin(batch.buffer(), batch.bufferAddress());
  }

  /**
   * Opens datagrams {@code from} (inclusive) to {@code to} (exclusive), which all carry the
   * binding's tunnel id.
   */
  void receive(DatagramBatch batch, int from, int to, TunnelTable.Binding binding, long nowNanos) {
    if (results.length < to) {
      results = new OpenResult[2 * to];
    }
    Tunnel tunnel = binding.tunnel();
    boolean unconfirmed;
    synchronized (binding.peer().receiveLock()) {
      unconfirmed = tunnel.openedPackets() == 0;
      tunnel.open(
          crew, batch.buffer(), batch.offsets(), batch.lengths(), from, to, nowNanos, results);
      if (peersRoam) {
        roam(batch, from, to, binding.peer());
      }
    }
    if (unconfirmed && tunnel.openedPackets() > 0) {
      events.confirmed(binding.peer(), tunnel);
    }
    deliver(batch, from, to, binding.peer(), nowNanos);
  }

  /** Writes what waits for more to follow. Call it behind each batch. */
  void flush() {
    countRefused(coalescer.flush());
  }

  /**
   * Opens a batch of datagrams that all carry the binding's tunnel id, and writes what was in them.
   */
  public void receiveAll(DatagramBatch batch, TunnelTable.Binding binding, long nowNanos) {
    begin(batch);
    receive(batch, 0, batch.size(), binding, nowNanos);
    flush();
  }

  private void roam(DatagramBatch batch, int from, int to, Peer peer) {
    for (int i = from; i < to; i++) {
      if (results[i] == OpenResult.OK) {
        long number = packetNumber(batch.buffer(), batch.offsets()[i]);
        peer.roamTo(number, batch.address(i), batch.port(i));
      }
    }
  }

  private void deliver(DatagramBatch batch, int from, int to, Peer peer, long nowNanos) {
    long packets = 0;
    long bytes = 0;
    for (int i = from; i < to; i++) {
      switch (results[i]) {
        case OK -> {
          int offset = batch.offsets()[i];
          int innerBytes = batch.lengths()[i] - TunnelHeader.OVERHEAD_BYTES;
          int inner = offset + TunnelHeader.BYTES;
          if (EchoProbe.isProbe(batch.buffer(), inner, innerBytes)) {
            takeProbe(batch.buffer(), inner, peer, nowNanos);
            continue;
          }
          peer.received(innerBytes > 0, nowNanos);
          if (innerBytes > 0) {
            packets++;
            bytes += innerBytes;
            inject(batch, inner, innerBytes, peer, nowNanos);
          }
        }
        case COOKIE -> events.cookieReceived(peer);
        default -> metrics.dropped(Direction.IN, Drops.reason(results[i]));
      }
    }
    if (packets > 0) {
      metrics.tunnelTraffic(Direction.IN, packets, bytes);
    }
  }

  private void takeProbe(ByteBuffer buffer, int offset, Peer peer, long nowNanos) {
    int sequence = EchoProbe.sequence(buffer, offset);
    if (EchoProbe.isRequest(buffer, offset)) {
      peer.received(false, nowNanos);
      events.probed(peer, sequence);
    } else {
      peer.probeAnswered();
      events.probeAnswered(peer, sequence);
    }
  }

  private void inject(DatagramBatch batch, int offset, int length, Peer peer, long nowNanos) {
    switch (translator.translate(
        batch.buffer(), offset, length, peer.privateAddress(), deliverTo)) {
      case OK -> {
        obeyRouterBehind(batch.buffer(), offset, peer, nowNanos);
        countRefused(coalescer.add(offset, translator));
      }
      case NOT_IPV4, UNSUPPORTED -> metrics.dropped(Direction.IN, DropReason.UNSUPPORTED_INNER);
      case MALFORMED -> metrics.dropped(Direction.IN, DropReason.MALFORMED_INNER);
    }
  }

  /**
   * Where a peer forwards, a router behind it may take less than the path to it does; and TCP is
   * cut to what we know, not to what our kernel hears.
   */
  private static void obeyRouterBehind(ByteBuffer buffer, int offset, Peer peer, long nowNanos) {
    int mtu = Icmp.tooBigFor(buffer, offset);
    if (mtu > 0) {
      peer.pathMtu().obey(nowNanos, mtu + PathMtu.OVERHEAD_BYTES);
    }
  }

  private void countRefused(int packets) {
    if (packets > 0) {
      metrics.dropped(Direction.IN, DropReason.TUN_REFUSED, packets);
    }
  }

  /** Epoch and counter as one number, as they stand in the header. */
  private static long packetNumber(ByteBuffer buffer, int offset) {
    return (buffer.getShort(offset + TunnelHeader.EPOCH_OFFSET) & 0xffffL) << 32
        | buffer.getInt(offset + TunnelHeader.COUNTER_OFFSET) & 0xffffffffL;
  }

  @Override
  public void close() {
    coalescer.close();
  }
}
