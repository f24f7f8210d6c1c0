package pqagent.packet;

/** Takes packets that enter the kernel; {@code TunDevice::write} is one. */
@FunctionalInterface
public interface PacketSink {

  /**
   * Writes one packet gathered from {@code count} struct iovec at {@code iovecAddress}, the first
   * of which is a virtio header. False when it was refused.
   */
  boolean write(long iovecAddress, int count);
}
