package pqagent.datapath;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import pqagent.crypto.tunnel.Crew;
import pqagent.crypto.tunnel.OpenBatch;
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
import pqagent.peer.TunnelTable.Binding;

/**
 * Opens datagrams and delivers what was in them. Those of several tunnels, as they come to a server
 * of many, are opened together, in steps that each go through all of them:
 *
 * <ol>
 *   <li>{@link Tunnel#touch} reads what the next steps need: a tunnel among many is far from the
 *       processor, some ten reads from memory that wait for each other, but not for those of others
 *   <li>{@link Tunnel#collect} takes the keys, {@link OpenBatch#decrypt} uses them
 *   <li>{@link Tunnel#settle} says what became of each, and what is good is delivered
 * </ol>
 *
 * An instance belongs to one thread.
 */
public final class PacketReceiver implements AutoCloseable {
  private final Crew crew;
  private final AgentMetrics metrics;
  private final TunnelEvents events;
  private final int deliverTo;
  private final boolean peersRoam;
  private final AddressTranslator translator = new AddressTranslator();
  private final Coalescer coalescer;
  private final OpenBatch together = new OpenBatch();
  private final DatagramRuns single = new DatagramRuns();
  private @Nullable OpenResult[] results = new OpenResult[0];

  /** Which runs were collected. */
  private boolean[] collected = new boolean[0];

  /** Of no use but to have the JVM not leave the reads out. */
  private long touched;

  /** What was delivered since the metrics were told. */
  private long packets;

  private long bytes;

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

  /** Opens the runs of a batch that have a tunnel, and writes what was in them. */
  void receive(DatagramBatch batch, DatagramRuns runs, long nowNanos) {
    if (results.length < batch.size()) {
      results = new OpenResult[batch.size()];
      collected = new boolean[batch.size()];
    }
    coalescer.begin(batch.buffer(), batch.bufferAddress());
    together.begin(batch.buffer(), batch.offsets(), batch.lengths(), nowNanos);
    for (int run = 0; run < runs.count(); ) {
      int end = run + 1;
      if (runs.count() > 1) {
        end = collect(batch, runs, run);
        together.decrypt(crew);
      }
      for (; run < end; run++) {
        Binding binding = runs.binding(run);
        if (binding != null) {
          open(batch, runs.from(run), runs.to(run), binding, collected[run], nowNanos);
        }
        collected[run] = false;
      }
    }
    countRefused(coalescer.flush());
    if (packets > 0) {
      metrics.tunnelTraffic(Direction.IN, packets, bytes);
      packets = 0;
      bytes = 0;
    }
  }

  /** The same for datagrams that all carry the binding's tunnel id. */
  public void receiveAll(DatagramBatch batch, Binding binding, long nowNanos) {
    single.join(batch, binding);
    receive(batch, single, nowNanos);
    single.clear();
  }

  /** Collects what can be opened together, from a run on; returns the first that has no room. */
  private int collect(DatagramBatch batch, DatagramRuns runs, int first) {
    touch(batch, runs, first, Math.min(runs.count(), first + OpenBatch.CAPACITY));
    int run = first;
    for (; run < runs.count() && together.hasRoom(); run++) {
      Binding binding = runs.binding(run);
      int from = runs.from(run);
      int to = runs.to(run);
      if (binding != null && to - from <= OpenBatch.LONGEST_RUN) {
        synchronized (binding.peer().receiveLock()) {
          collected[run] = binding.tunnel().collect(together, from, to);
        }
      }
    }
    return run;
  }

  private void touch(DatagramBatch batch, DatagramRuns runs, int first, int end) {
    long sum = 0;
    for (int run = first; run < end; run++) {
      Binding binding = runs.binding(run);
      if (binding != null) {
        sum += binding.tunnel().touch(batch.buffer(), batch.offsets()[runs.from(run)]);
        sum += binding.peer().touch();
      }
    }
    touched = sum;
  }

  private void open(
      DatagramBatch batch, int from, int to, Binding binding, boolean isCollected, long nowNanos) {
    Tunnel tunnel = binding.tunnel();
    boolean unconfirmed;
    synchronized (binding.peer().receiveLock()) {
      unconfirmed = tunnel.openedPackets() == 0;
      if (isCollected) {
        tunnel.settle(together, from, to, results);
      } else {
        tunnel.open(
            crew, batch.buffer(), batch.offsets(), batch.lengths(), from, to, nowNanos, results);
      }
      if (peersRoam) {
        roam(batch, from, to, binding.peer());
      }
    }
    if (unconfirmed && tunnel.openedPackets() > 0) {
      events.confirmed(binding.peer(), tunnel);
    }
    deliver(batch, from, to, binding.peer(), nowNanos);
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
