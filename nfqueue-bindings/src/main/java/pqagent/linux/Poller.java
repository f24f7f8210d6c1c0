package pqagent.linux;

/**
 * Waits until there is something to receive from one of several sockets (poll(2)). An instance
 * belongs to one thread.
 *
 * <pre>
 * struct pollfd, 8 bytes:  0 descriptor   4 wanted events   6 events
 * </pre>
 */
public final class Poller implements AutoCloseable {
  private static final int POLLFD_BYTES = 8;
  private static final int WANTED_OFFSET = 4;
  private static final int EVENTS_OFFSET = 6;
  private static final int WAIT_MILLIS = 200;

  private final NativeArena arena = new NativeArena();
  private final NativeArena.Block sockets;
  private final int count;

  public Poller(int... descriptors) {
    count = descriptors.length;
    sockets = arena.allocate(count * POLLFD_BYTES);
    for (int i = 0; i < count; i++) {
      sockets.buffer().putInt(i * POLLFD_BYTES, descriptors[i]);
      sockets.buffer().putShort(i * POLLFD_BYTES + WANTED_OFFSET, Libc.POLLIN);
    }
  }

  /** Waits up to 200 ms. Returns whether any is ready; false also when a signal came. */
  public boolean await() {
    int ready = Libc.poll(sockets.address(), count, WAIT_MILLIS);
    if (ready < 0 && Errno.isMisuse(Libc.errno())) {
      throw new LinuxException("wait for " + count + " sockets", Libc.errno());
    }
    return ready > 0;
  }

  /**
   * Whether there was something to receive from socket i when the last wait ended by that, or an
   * error for the receiver to hear of.
   */
  public boolean isReady(int i) {
    return sockets.buffer().getShort(i * POLLFD_BYTES + EVENTS_OFFSET) != 0;
  }

  @Override
  public void close() {
    arena.close();
  }
}
