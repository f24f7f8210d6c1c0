package pqagent.datapath;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import pqagent.crypto.tunnel.Tunnel;
import pqagent.crypto.tunnel.TunnelHeader;
import pqagent.linux.DatagramBatch;
import pqagent.linux.UdpSocket;
import pqagent.peer.TunnelTable;
import pqagent.peer.TunnelTable.Binding;

/**
 * The way of an inbound datagram, one thread for the socket:
 *
 * <ol>
 *   <li>{@link UdpSocket#receive} takes what is there, split again where the kernel had joined it
 *   <li>{@link TunnelTable#find} finds the tunnel of each run of datagrams by its id; what has none
 *       goes to the {@link ControlHandler}
 *   <li>{@link Tunnel#touch} has what the runs need fetched from memory side by side
 *   <li>{@link PacketReceiver#receive} checks and decrypts the run in place, makes packets from the
 *       peer's private address to us of it
 *   <li>{@link PacketReceiver#flush} writes them to the TUN device, TCP segments that follow on as
 *       one
 * </ol>
 */
public final class InboundPump implements Runnable {
  private static final int MESSAGES_A_RECEIVE = 16;

  private final UdpSocket socket;
  private final TunnelTable tunnels;
  private final PacketReceiver receiver;
  private final ControlHandler control;
  private volatile boolean stopping;

  /** Where the runs of a batch end, and whose they are. */
  private int[] ends = new int[0];

  private @Nullable Binding[] bindings = new Binding[0];

  /** Of no use but to have the JVM not leave the reads out. */
  private long touched;

  /** The pump closes the receiver when it ends. */
  public InboundPump(
      UdpSocket socket, TunnelTable tunnels, PacketReceiver receiver, ControlHandler control) {
    this.socket = socket;
    this.tunnels = tunnels;
    this.receiver = receiver;
    this.control = control;
  }

  @Override
  public void run() {
    try (receiver;
        DatagramBatch batch = DatagramBatch.forReceiving(MESSAGES_A_RECEIVE)) {
      while (!stopping) {
        if (socket.receive(batch) > 0) {
          forward(batch);
        }
      }
    }
  }

  /** Asks the thread to end after its current batch. */
  public void stop() {
    stopping = true;
  }

  private void forward(DatagramBatch batch) {
    long now = System.nanoTime();
    int runs = split(batch);
    touch(batch, runs);
    receiver.begin(batch);
    int from = 0;
    for (int run = 0; run < runs; run++) {
      dispatch(batch, from, ends[run], bindings[run], now);
      from = ends[run];
    }
    receiver.flush();
    Arrays.fill(bindings, 0, runs, null);
  }

  /** Finds the runs of a batch, and whose they are; returns how many. */
  private int split(DatagramBatch batch) {
    if (ends.length < batch.size()) {
      ends = new int[batch.size()];
      bindings = new Binding[batch.size()];
    }
    int runs = 0;
    int from = 0;
    while (from < batch.size()) {
      int to = from + 1;
      if (isTunnelPacket(batch, from)) {
        while (to < batch.size() && isTunnelPacket(batch, to) && sameTunnel(batch, from, to)) {
          to++;
        }
        bindings[runs] = tunnels.find(batch.buffer(), idOffset(batch, from));
      }
      ends[runs++] = to;
      from = to;
    }
    return runs;
  }

  /**
   * Among many tunnels, each is far from the processor: some ten reads from memory that wait for
   * each other. Those of several runs do not.
   */
  private void touch(DatagramBatch batch, int runs) {
    if (runs == 1) {
      return;
    }
    long sum = 0;
    int from = 0;
    for (int run = 0; run < runs; run++) {
      Binding binding = bindings[run];
      if (binding != null) {
        sum += binding.tunnel().touch(batch.buffer(), batch.offsets()[from]);
        sum += binding.peer().touch();
      }
      from = ends[run];
    }
    touched = sum;
  }

  private void dispatch(
      DatagramBatch batch, int from, int to, @Nullable Binding binding, long now) {
    if (binding != null) {
      receiver.receive(batch, from, to, binding, now);
      return;
    }
    for (int i = from; i < to; i++) {
      handOver(batch, i);
    }
  }

  private void handOver(DatagramBatch batch, int i) {
    control.handle(
        batch.buffer(), batch.offsets()[i], batch.lengths()[i], batch.address(i), batch.port(i));
  }

  private static boolean isTunnelPacket(DatagramBatch batch, int i) {
    return TunnelHeader.isTunnelPacket(batch.buffer(), batch.offsets()[i], batch.lengths()[i]);
  }

  private static int idOffset(DatagramBatch batch, int i) {
    return batch.offsets()[i] + TunnelHeader.TUNNEL_ID_OFFSET;
  }

  private static boolean sameTunnel(DatagramBatch batch, int i, int j) {
    ByteBuffer buffer = batch.buffer();
    int one = idOffset(batch, i);
    int other = idOffset(batch, j);
    for (int at = 0; at < TunnelHeader.TUNNEL_ID_BYTES; at += Long.BYTES) {
      if (buffer.getLong(one + at) != buffer.getLong(other + at)) {
        return false;
      }
    }
    return true;
  }
}
