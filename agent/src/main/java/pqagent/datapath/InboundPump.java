package pqagent.datapath;

import java.util.OptionalInt;
import pqagent.linux.DatagramBatch;
import pqagent.linux.UdpSocket;
import pqagent.peer.TunnelTable;

/**
 * The way of an inbound datagram, a pump for each socket:
 *
 * <ol>
 *   <li>{@link UdpSocket#receive} takes what is there, split again where the kernel had joined it
 *   <li>{@link DatagramRuns#split} finds the tunnel of each run of datagrams by its id
 *   <li>{@link PacketReceiver#receive} checks and decrypts them in place, makes packets from the
 *       peer's private address to us of them, and writes those to the TUN device, TCP segments that
 *       follow on as one
 *   <li>what has no tunnel goes to the {@link ControlHandler}
 * </ol>
 */
public final class InboundPump implements Pump {
  /**
   * As many as make a super-packet, where nothing has joined them on the way (docs/performance.md).
   */
  private static final int MESSAGES_A_RECEIVE = 64;

  private final UdpSocket socket;
  private final TunnelTable tunnels;
  private final PacketReceiver receiver;
  private final ControlHandler control;
  private final DatagramRuns runs = new DatagramRuns();
  private final DatagramBatch batch = DatagramBatch.forReceiving(MESSAGES_A_RECEIVE);

  /** Closes the receiver with itself. */
  public InboundPump(
      UdpSocket socket, TunnelTable tunnels, PacketReceiver receiver, ControlHandler control) {
    this.socket = socket;
    this.tunnels = tunnels;
    this.receiver = receiver;
    this.control = control;
  }

  @Override
  public int descriptor() {
    return socket.descriptor();
  }

  /** The TUN device takes or refuses, at once. */
  @Override
  public OptionalInt outlet() {
    return OptionalInt.empty();
  }

  @Override
  public void turn() {
    if (socket.receive(batch) > 0) {
      forward();
    }
  }

  private void forward() {
    runs.split(batch, tunnels);
    receiver.receive(batch, runs, System.nanoTime());
    for (int run = 0; run < runs.count(); run++) {
      if (runs.binding(run) == null) {
        handOver(runs.from(run), runs.to(run));
      }
    }
    runs.clear();
  }

  private void handOver(int from, int to) {
    for (int i = from; i < to; i++) {
      control.handle(
          batch.buffer(), batch.offsets()[i], batch.lengths()[i], batch.address(i), batch.port(i));
    }
  }

  @Override
  public void close() {
    receiver.close();
    batch.close();
  }
}
