package pqagent.linux;

import java.nio.ByteBuffer;

/**
 * Waits until there is something to receive from one of several sockets, or room to send to one
 * (poll(2)). An instance belongs to one thread.
 *
 * <pre>
 * struct pollfd, 8 bytes:  0 descriptor   4 wanted events   6 events
 * </pre>
 */
public final class Poller implements AutoCloseable {
  static final int POLLFD_BYTES = 8;

  private static final int WANTED_OFFSET = 4;
  private static final int EVENTS_OFFSET = 6;

  private final NativeArena arena = new NativeArena();
  private final NativeArena.Block sockets;
  private final int count;

  /**
   * @param inputs descriptors to receive from
   * @param outputs descriptors to send to
   */
  public Poller(int[] inputs, int[] outputs) {
    count = inputs.length + outputs.length;
    sockets = arena.allocate(count * POLLFD_BYTES);
    for (int i = 0; i < count; i++) {
      boolean input = i < inputs.length;
      describe(
          sockets.buffer(),
          i * POLLFD_BYTES,
          input ? inputs[i] : outputs[i - inputs.length],
          input ? Libc.POLLIN : Libc.POLLOUT);
    }
  }

  /** Writes one struct pollfd, in native byte order. */
  static void describe(ByteBuffer buffer, int at, int descriptor, short wanted) {
    buffer.putInt(at, descriptor);
    buffer.putShort(at + WANTED_OFFSET, wanted);
  }

  /** Waits so long at most. Returns whether any is ready; false also when a signal came. */
  public boolean await(int millis) {
    int ready = Libc.poll(sockets.address(), count, millis);
    if (ready < 0 && Errno.isMisuse(Libc.errno())) {
      throw new LinuxException("wait for " + count + " sockets", Libc.errno());
    }
    return ready > 0;
  }

  /**
   * Whether input i (outputs count on) was ready when the last wait ended by that, or has an error
   * to tell of.
   */
  public boolean isReady(int i) {
    return sockets.buffer().getShort(i * POLLFD_BYTES + EVENTS_OFFSET) != 0;
  }

  @Override
  public void close() {
    arena.close();
  }
}
