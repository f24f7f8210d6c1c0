package pqagent.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An IPv4 UDP socket that sends and receives batches, with UDP_SEGMENT and UDP_GRO. One thread may
 * send while another receives; {@link #sendTo} is anyone's. Closed when those threads are done.
 *
 * <p>Datagrams that the path takes leave with Don't Fragment; larger ones, by what ICMP told the
 * kernel, are fragmented (IP_PMTUDISC_WANT), so that a forged ICMP message or a large handshake
 * costs no more than that.
 */
public final class UdpSocket implements AutoCloseable {
  private static final int SOL_IP = 0;
  private static final int IP_MTU_DISCOVER = 10;
  private static final int IP_PMTUDISC_WANT = 1;
  private static final int IP_MTU = 14;
  private static final int SO_REUSEPORT = 15;
  private static final int SOL_UDP = 17;
  private static final int UDP_GRO = 104;
  private static final int ADDRESS_BYTES = 16;
  private static final int ADDRESS_PORT_OFFSET = 2;
  private static final int ADDRESS_IP_OFFSET = 4;
  private static final int BUFFER_BYTES = 8 << 20;
  private static final int RECEIVE_TIMEOUT_MILLIS = 200;
  private static final int SEND_TO_ATTEMPTS = 3;

  private final int descriptor;
  private final int localPort;
  private final BatchSender sender;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile long droppedMessages;

  /**
   * {@code gso}: send equal datagrams as one message (UDP_SEGMENT). {@code gro}: take datagrams
   * that the kernel joined (UDP_GRO). {@code shared}: others of this user may bind to the port as
   * well, and have their part of the senders (SO_REUSEPORT).
   */
  public record Options(boolean gso, boolean gro, boolean shared) {
    public static final Options ALL = new Options(true, true, false);
  }

  private UdpSocket(int descriptor, int localPort, boolean gso) {
    this.descriptor = descriptor;
    this.localPort = localPort;
    this.sender = new BatchSender(descriptor, gso);
  }

  /**
   * Binds to a port on all addresses (0 for any). LinuxException with EADDRINUSE when it is taken.
   * Receive times out after 200 ms.
   */
  public static UdpSocket bind(int port, Options options) {
    int descriptor = Libc.socket(Libc.AF_INET, Libc.SOCK_DGRAM | Libc.SOCK_CLOEXEC, 0);
    if (descriptor < 0) {
      throw new LinuxException("open a UDP socket", Libc.errno());
    }
    try {
      Libc.setReceiveTimeout(descriptor, RECEIVE_TIMEOUT_MILLIS);
      Libc.setReceiveBuffer(descriptor, BUFFER_BYTES);
      Libc.setSendBuffer(descriptor, BUFFER_BYTES);
      Libc.setOption(descriptor, Libc.SOL_SOCKET, SO_REUSEPORT, options.shared() ? 1 : 0);
      Libc.setOption(descriptor, SOL_UDP, UDP_GRO, options.gro() ? 1 : 0);
      Libc.setOption(descriptor, SOL_IP, IP_MTU_DISCOVER, IP_PMTUDISC_WANT);
      if (Libc.bind(descriptor, socketAddress(0, port), ADDRESS_BYTES) != 0) {
        throw new LinuxException("bind UDP port " + port, Libc.errno());
      }
      return new UdpSocket(descriptor, boundPort(descriptor), options.gso());
    } catch (RuntimeException e) {
      Libc.close(descriptor);
      throw e;
    }
  }

  /**
   * The largest IPv4 packet in bytes that gets there as far as the kernel knows: what the interface
   * takes, or what ICMP said. Empty when there is no way there.
   */
  public static OptionalInt pathMtu(int address, int port) {
    int descriptor = Libc.socket(Libc.AF_INET, Libc.SOCK_DGRAM | Libc.SOCK_CLOEXEC, 0);
    if (descriptor < 0) {
      return OptionalInt.empty();
    }
    try {
      int[] mtu = new int[1];
      boolean known =
          Libc.connect(descriptor, socketAddress(address, port), ADDRESS_BYTES) == 0
              && Libc.getsockopt(descriptor, SOL_IP, IP_MTU, mtu, new int[] {Integer.BYTES}) == 0;
      return known ? OptionalInt.of(mtu[0]) : OptionalInt.empty();
    } finally {
      Libc.close(descriptor);
    }
  }

  /** For a {@link Poller}. */
  public int descriptor() {
    return descriptor;
  }

  public int localPort() {
    return localPort;
  }

  /**
   * Clears the batch, waits up to the time-out for at least one message, takes all that are there.
   * Returns the number of datagrams, 0 on time-out. IllegalStateException after close.
   *
   * @throws IllegalArgumentException if the batch is one for sending
   */
  public int receive(DatagramBatch batch) {
    checkOpen();
    if (batch.received().capacity() == 0) {
      throw new IllegalArgumentException("a batch for sending has no room to receive");
    }
    batch.clear();
    int count = batch.received().receive(descriptor);
    if (count < 0) {
      int errno = Libc.errno();
      if (Errno.isMisuse(errno)) {
        throw new LinuxException("receive on UDP port " + localPort, errno);
      }
      return 0;
    }
    int dropped = batch.acceptReceived(count);
    if (dropped > 0) {
      countDropped(dropped);
    }
    return batch.size();
  }

  /**
   * Sends every datagram; never throws for the network's sake. Returns how many the kernel took (a
   * full buffer, an unreachable destination or EPERM loses the rest of that message only).
   */
  public int send(DatagramBatch batch) {
    checkOpen();
    return sender.send(batch);
  }

  /** Sends one datagram, from any thread. Returns whether the kernel took it. */
  public boolean sendTo(byte[] bytes, int address, int port) {
    checkOpen();
    byte[] destination = socketAddress(address, port);
    for (int attempt = 0; attempt < SEND_TO_ATTEMPTS; attempt++) {
      if (Libc.sendto(
              descriptor, bytes, bytes.length, Libc.MSG_DONTWAIT, destination, ADDRESS_BYTES)
          >= 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * Messages that the kernel refused to cut into datagrams (they left one by one), most likely
   * since it knows of a smaller path MTU. Any thread.
   */
  public long refusedMessages() {
    return sender.refusedMessages();
  }

  /** Messages that came in longer than 64 KiB or in more pieces than the kernel makes. */
  public long droppedMessages() {
    return droppedMessages;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      Libc.close(descriptor);
    }
  }

  private void checkOpen() {
    if (closed.get()) {
      throw new IllegalStateException("the socket of UDP port " + localPort + " is closed");
    }
  }

  /** Only the receiving thread writes it. */
  @SuppressWarnings("NonAtomicVolatileUpdate")
  private void countDropped(int count) {
    droppedMessages += count;
  }

  private static byte[] socketAddress(int address, int port) {
    if (port < 0 || port > 0xffff) {
      throw new IllegalArgumentException("no port has the number " + port);
    }
    byte[] bytes = new byte[ADDRESS_BYTES];
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.nativeOrder())
        .putShort(0, (short) Libc.AF_INET)
        .order(ByteOrder.BIG_ENDIAN)
        .putShort(ADDRESS_PORT_OFFSET, (short) port)
        .putInt(ADDRESS_IP_OFFSET, address);
    return bytes;
  }

  private static int boundPort(int descriptor) {
    byte[] bytes = new byte[ADDRESS_BYTES];
    if (Libc.getsockname(descriptor, bytes, new int[] {ADDRESS_BYTES}) != 0) {
      throw new LinuxException("ask for the port of a UDP socket", Libc.errno());
    }
    return Short.toUnsignedInt(ByteBuffer.wrap(bytes).getShort(ADDRESS_PORT_OFFSET));
  }
}
