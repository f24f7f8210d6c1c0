package pqagent.nfqueue;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import pqagent.linux.Errno;
import pqagent.linux.Libc;
import pqagent.linux.LinuxException;
import pqagent.linux.NativeArena;

/** One NFQUEUE (libnetfilter_queue). One thread receives and gives verdicts, and closes after. */
public final class PacketQueue implements AutoCloseable {
  private static final short AF_INET = 2;
  private static final int SOL_NETLINK = 270;
  private static final int NETLINK_NO_ENOBUFS = 5;
  private static final int FLAG_FAIL_OPEN = 1;
  private static final int FLAG_GSO = 1 << 2;
  private static final int RECEIVE_BUFFER_BYTES = 64 << 20;
  private static final int RECEIVE_TIMEOUT_MILLIS = 200;
  private static final int SEND_ATTEMPTS = 10;
  private static final int MAX_NUMBER = 0xffff;

  private final int number;
  private final long handle;
  private final int descriptor;
  private final NativeArena arena = new NativeArena();
  private final QueueMessage message;
  private final AtomicBoolean closed = new AtomicBoolean();
  private int lastId;
  private volatile long missedPackets;

  /**
   * {@code gso}: take super-packets whole (NFQA_CFG_F_GSO). {@code failOpen}: what overflows is
   * accepted (NFQA_CFG_F_FAIL_OPEN). {@code maxLength}: packets the kernel holds.
   */
  public record Options(boolean gso, boolean failOpen, int maxLength) {
    private int flags() {
      return (gso ? FLAG_GSO : 0) | (failOpen ? FLAG_FAIL_OPEN : 0);
    }
  }

  private PacketQueue(int number, long handle) {
    this.number = number;
    this.handle = handle;
    this.descriptor = QueueLibrary.nfq_fd(handle);
    this.message = new QueueMessage(arena, number);
  }

  /**
   * Binds to a queue number in this thread's namespace. LinuxException: EPERM without
   * CAP_NET_ADMIN, EBUSY when another process has the queue, ENOENT without the library. Receive
   * times out after 200 ms.
   */
  public static PacketQueue open(int number, Options options) {
    if (number < 0 || number > MAX_NUMBER) {
      throw new IllegalArgumentException("no queue has the number " + number);
    }
    return open(number, options, RECEIVE_BUFFER_BYTES);
  }

  /** As above, with room for fewer packets between kernel and program. */
  static PacketQueue open(int number, Options options, int receiveBufferBytes) {
    QueueLibrary.load();
    long handle = QueueLibrary.nfq_open();
    if (handle == 0) {
      throw new LinuxException("open netlink for queue " + number, Libc.errno());
    }
    PacketQueue queue = new PacketQueue(number, handle);
    try {
      configure(handle, number, options);
      queue.startCopying(receiveBufferBytes);
      return queue;
    } catch (RuntimeException e) {
      queue.close();
      throw e;
    }
  }

  private static void configure(long handle, int number, Options options) {
    if (QueueLibrary.nfq_bind_pf(handle, AF_INET) < 0) {
      throw new LinuxException("use queue " + number + " (needs CAP_NET_ADMIN)", Libc.errno());
    }
    long queue = QueueLibrary.nfq_create_queue(handle, (short) number, 0, 0);
    if (queue == 0) {
      // The kernel says EPERM of a queue that is another socket's; that we may was seen above.
      int errno = Libc.errno() == Errno.EPERM ? Errno.EBUSY : Libc.errno();
      throw new LinuxException("bind queue " + number, errno);
    }
    int flags = options.flags();
    if (QueueLibrary.nfq_set_queue_maxlen(queue, options.maxLength()) < 0
        || QueueLibrary.nfq_set_queue_flags(queue, FLAG_GSO | FLAG_FAIL_OPEN, flags) < 0) {
      throw new LinuxException("configure queue " + number, Libc.errno());
    }
  }

  /**
   * From here on packets come. The library is not asked, because it would wait for the answer and
   * stumble over a packet that arrives before.
   */
  private void startCopying(int receiveBufferBytes) {
    Libc.setReceiveBuffer(descriptor, receiveBufferBytes);
    Libc.setReceiveTimeout(descriptor, RECEIVE_TIMEOUT_MILLIS);
    Libc.setOption(descriptor, SOL_NETLINK, NETLINK_NO_ENOBUFS, 1);
    message.copyPackets(QueueMessage.MAX_PACKET_BYTES);
    send();
  }

  /** For a {@link pqagent.linux.Poller}. */
  public int descriptor() {
    return descriptor;
  }

  /**
   * Waits up to the time-out for a packet, takes all that are there. Returns the number of packets,
   * 0 on time-out. IllegalStateException after close.
   */
  public int receive(PacketBatch batch) {
    checkOpen();
    if (batch.receive(descriptor) < 0) {
      int errno = Libc.errno();
      if (Errno.isMisuse(errno)) {
        throw new LinuxException("receive from queue " + number, errno);
      }
      return 0;
    }
    int size = batch.size();
    for (int i = 0; i < size; i++) {
      countGap(batch.id(i));
    }
    return size;
  }

  /**
   * One verdict for every packet of the batch (and of earlier ones that still wait), in one
   * message. Also good after single verdicts for some of them.
   */
  public void verdict(PacketBatch batch, Verdict verdict) {
    checkOpen();
    if (batch.size() > 0) {
      message.verdictUpTo(batch.id(batch.size() - 1), verdict);
      send();
    }
  }

  /** A verdict for one packet as it is. */
  public void verdict(int id, Verdict verdict) {
    checkOpen();
    message.verdict(id, verdict);
    send();
  }

  /**
   * A verdict for one packet, with other bytes in its place. Its checksums have to be complete: the
   * kernel fills in none for a changed packet. IllegalArgumentException above 65531 bytes.
   */
  public void accept(int id, ByteBuffer packet, int offset, int length) {
    checkOpen();
    message.acceptChanged(id, packet, offset, length);
    send();
  }

  /**
   * Packets that never reached this program since open, counted from gaps in the ids: the netlink
   * socket had no room. What overflows {@code maxLength} has no id and is not among them.
   */
  public long missedPackets() {
    return missedPackets;
  }

  /** The kernel drops what still waits. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      QueueLibrary.nfq_close(handle);
      arena.close();
    }
  }

  private void checkOpen() {
    if (closed.get()) {
      throw new IllegalStateException("queue " + number + " is closed");
    }
  }

  /** Only the receiving thread writes the count; a gap that looks negative is none. */
  @SuppressWarnings("NonAtomicVolatileUpdate")
  private void countGap(int id) {
    int gap = id - lastId - 1;
    if (gap > 0) {
      missedPackets += gap;
    }
    lastId = id;
  }

  /** Netlink takes a message or lacks memory; a verdict given up is made good by the next batch. */
  private void send() {
    for (int attempt = 0; attempt < SEND_ATTEMPTS; attempt++) {
      if (Libc.send(descriptor, message.address(), message.bytes(), 0) >= 0) {
        return;
      }
      int errno = Libc.errno();
      if (Errno.isMisuse(errno)) {
        throw new LinuxException("send to queue " + number, errno);
      }
    }
  }
}
