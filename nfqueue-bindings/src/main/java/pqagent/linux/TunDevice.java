package pqagent.linux;

/**
 * A persistent TUN device: packets written enter the kernel as received; what the kernel sends out
 * of it is discarded by an attached filter.
 */
public final class TunDevice implements AutoCloseable {

  /**
   * Attaches to an existing device, with virtio headers and a socket filter that takes nothing.
   * LinuxException: EBUSY when another process holds it, EPERM when it is another user's, ENODEV
   * when there is none (it is never created), EINVAL when it is not a TUN.
   */
  public static TunDevice open(String name) {
    throw new UnsupportedOperationException("not yet");
  }

  /**
   * Writes one packet gathered from {@code count} struct iovec at {@code iovecAddress}, the first
   * of which is a virtio header. Returns false when the kernel refused it.
   */
  public boolean write(long iovecAddress, int count) {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException("not yet");
  }
}
