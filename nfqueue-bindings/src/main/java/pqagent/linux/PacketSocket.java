package pqagent.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Sees every packet that passes a network device in either direction, from the network header on
 * (packet(7), SOCK_DGRAM). Needs CAP_NET_RAW. An instance belongs to one thread.
 */
public final class PacketSocket implements AutoCloseable {
  private static final int AF_PACKET = 17;
  private static final int ETH_P_ALL = 3;
  private static final int MAX_PACKET_BYTES = 1 << 16;
  private static final int RECEIVE_BUFFER_BYTES = 8 << 20;

  /**
   * struct sockaddr_ll: family (2), protocol (2, big-endian), interface index (4), and what is not
   * needed here.
   */
  private static final int ADDRESS_BYTES = 20;

  private static final int PROTOCOL_OFFSET = 2;
  private static final int INTERFACE_OFFSET = 4;

  private final NativeArena arena = new NativeArena();
  private final NativeArena.Block packet = arena.allocate(MAX_PACKET_BYTES);
  private final ByteBuffer buffer = packet.buffer().order(ByteOrder.BIG_ENDIAN);
  private final byte[] address = new byte[ADDRESS_BYTES];
  private final int[] addressBytes = new int[1];
  private final int descriptor;

  private PacketSocket(int descriptor) {
    this.descriptor = descriptor;
  }

  /** Listens on a device. LinuxException: EPERM without CAP_NET_RAW, ENODEV when there is none. */
  public static PacketSocket open(String device) {
    int index = Libc.if_nametoindex(device);
    if (index == 0) {
      throw new LinuxException("find device " + device, Libc.errno());
    }
    int protocol = Short.toUnsignedInt(Short.reverseBytes((short) ETH_P_ALL));
    int descriptor = Libc.socket(AF_PACKET, Libc.SOCK_DGRAM | Libc.SOCK_CLOEXEC, protocol);
    if (descriptor < 0) {
      throw new LinuxException("open a packet socket", Libc.errno());
    }
    Libc.setReceiveBuffer(descriptor, RECEIVE_BUFFER_BYTES);
    ByteBuffer where = ByteBuffer.allocate(ADDRESS_BYTES).order(ByteOrder.nativeOrder());
    where.putShort(0, (short) AF_PACKET);
    where.putShort(PROTOCOL_OFFSET, (short) protocol);
    where.putInt(INTERFACE_OFFSET, index);
    if (Libc.bind(descriptor, where.array(), ADDRESS_BYTES) != 0) {
      LinuxException failure = new LinuxException("listen on " + device, Libc.errno());
      Libc.close(descriptor);
      throw failure;
    }
    return new PacketSocket(descriptor);
  }

  /** Waits for a packet; returns its length in bytes, 0 when there was none after all. */
  public int receive() {
    addressBytes[0] = ADDRESS_BYTES;
    long received =
        Libc.recvfrom(descriptor, packet.address(), MAX_PACKET_BYTES, 0, address, addressBytes);
    return (int) Math.max(received, 0);
  }

  /** The last packet, big-endian, valid until the next receive. */
  public ByteBuffer buffer() {
    return buffer;
  }

  /** The last packet's Ethernet type, such as 0x0800 for IPv4. */
  public int protocol() {
    return ((address[PROTOCOL_OFFSET] & 0xff) << 8) | (address[PROTOCOL_OFFSET + 1] & 0xff);
  }

  @Override
  public void close() {
    Libc.close(descriptor);
    arena.close();
  }
}
