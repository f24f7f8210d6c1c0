package pqagent.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes packets from the heap into a device: virtio header and packet as two iovecs. */
final class TunWriter implements AutoCloseable {
  private static final int IOVEC_BYTES = 16;

  private final NativeArena arena = new NativeArena();
  private final NativeArena.Block vectors = arena.allocate(2 * IOVEC_BYTES);
  private final NativeArena.Block header = arena.allocate(VirtioNetHeader.BYTES);
  private final NativeArena.Block packet = arena.allocate(1 << 16);
  private final TunDevice device;

  TunWriter(TunDevice device) {
    this.device = device;
    vectors.buffer().putLong(0, header.address());
    vectors.buffer().putLong(8, VirtioNetHeader.BYTES);
    vectors.buffer().putLong(IOVEC_BYTES, packet.address());
  }

  /** To be filled in before {@link #write}. */
  ByteBuffer header() {
    return header.buffer();
  }

  /** The packet's bytes from the start; big-endian. */
  ByteBuffer packet() {
    return packet.buffer().duplicate().order(ByteOrder.BIG_ENDIAN);
  }

  boolean write(byte[] bytes) {
    packet.buffer().put(0, bytes);
    return write(bytes.length);
  }

  boolean write(int packetBytes) {
    vectors.buffer().putLong(IOVEC_BYTES + 8, packetBytes);
    return device.write(vectors.address(), 2);
  }

  @Override
  public void close() {
    arena.close();
  }
}
