package pqagent.datapath;

import java.nio.ByteBuffer;
import pqagent.crypto.tunnel.TunnelHeader;
import pqagent.linux.DatagramBatch;
import pqagent.linux.UdpSocket;
import pqagent.peer.TunnelTable;

/**
 * The way of an inbound datagram, one thread for the socket:
 *
 * <ol>
 *   <li>{@link UdpSocket#receive} takes what is there, split again where the kernel had joined it
 *   <li>{@link TunnelTable#find} finds the tunnel of each run of datagrams by its id; what has none
 *       goes to the {@link ControlHandler}
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
    receiver.begin(batch);
    int from = 0;
    while (from < batch.size()) {
      int to = from + 1;
      if (isTunnelPacket(batch, from)) {
        while (to < batch.size() && isTunnelPacket(batch, to) && sameTunnel(batch, from, to)) {
          to++;
        }
        dispatch(batch, from, to, now);
      } else {
        handOver(batch, from);
      }
      from = to;
    }
    receiver.flush();
  }

  private void dispatch(DatagramBatch batch, int from, int to, long now) {
    TunnelTable.Binding binding = tunnels.find(batch.buffer(), idOffset(batch, from));
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
