package pqagent.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The messages of one recvmmsg(2) or sendmmsg(2), as flyweights over native memory: each has one
 * block of data, an IPv4 address and room for one control message.
 *
 * <pre>
 * struct mmsghdr on LP64, 64 bytes:
 *  0 name*   8 name bytes  16 iovec*  24 iovecs  32 control*  40 control bytes  48 flags  56 bytes
 * struct iovec, 16 bytes:         0 base*     8 bytes
 * struct sockaddr_in, 16 bytes:   0 family    2 port      4 address   (big-endian but for family)
 * struct cmsghdr and data, 24:    0 bytes     8 level    12 type     16 data
 * </pre>
 */
public final class MessageVector {
  /** UDP_MAX_SEGMENTS of linux/udp.h: more datagrams are never in one message. */
  static final int MAX_SEGMENTS = 128;

  /** After these a receive had better end (docs/architecture.md, "Few processors"). */
  private static final long ENOUGH_BYTES = 1 << 19;

  /** Messages of a receive that may always come, as far as there is room for them. */
  private static final int LEAST_MESSAGES = 4;

  private static final boolean NATIVE_IS_BIG_ENDIAN =
      ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN;
  private static final int SOL_UDP = 17;
  private static final int UDP_SEGMENT = 103;
  private static final int UDP_GRO = 104;

  private static final int MESSAGE_BYTES = 64;
  private static final int NAME_OFFSET = 0;
  private static final int NAME_BYTES_OFFSET = 8;
  private static final int IOVEC_OFFSET = 16;
  private static final int IOVEC_COUNT_OFFSET = 24;
  private static final int CONTROL_OFFSET = 32;
  private static final int CONTROL_BYTES_OFFSET = 40;
  private static final int FLAGS_OFFSET = 48;
  private static final int RECEIVED_BYTES_OFFSET = 56;

  private static final int IOVEC_BYTES = 16;
  private static final int NAME_BYTES = 16;
  private static final int NAME_PORT_OFFSET = 2;
  private static final int NAME_ADDRESS_OFFSET = 4;
  private static final int CONTROL_BYTES = 24;
  private static final int CONTROL_LEVEL_OFFSET = 8;
  private static final int CONTROL_TYPE_OFFSET = 12;
  private static final int CONTROL_DATA_OFFSET = 16;
  private static final int SEGMENT_CONTROL_LENGTH = CONTROL_DATA_OFFSET + Short.BYTES;
  private static final int GRO_CONTROL_LENGTH = CONTROL_DATA_OFFSET + Integer.BYTES;

  private final int capacity;
  private final ByteBuffer messages;
  private final ByteBuffer vectors;
  private final ByteBuffer names;
  private final ByteBuffer controls;
  private final long messagesAddress;
  private final long controlsAddress;

  /** How many messages, from the first on, the last receive has written to. */
  private int written;

  /** How many the next may take. */
  private int most;

  /** Room for {@code capacity} messages; freed with the arena. */
  public MessageVector(NativeArena arena, int capacity) {
    NativeArena.Block messageBlock = arena.allocate(capacity * MESSAGE_BYTES);
    NativeArena.Block vectorBlock = arena.allocate(capacity * IOVEC_BYTES);
    NativeArena.Block nameBlock = arena.allocate(capacity * NAME_BYTES);
    NativeArena.Block controlBlock = arena.allocate(capacity * CONTROL_BYTES);
    this.capacity = capacity;
    this.most = capacity;
    this.messages = messageBlock.buffer();
    this.vectors = vectorBlock.buffer();
    this.names = nameBlock.buffer();
    this.controls = controlBlock.buffer();
    this.messagesAddress = messageBlock.address();
    this.controlsAddress = controlBlock.address();
    for (int i = 0; i < capacity; i++) {
      int message = i * MESSAGE_BYTES;
      messages.putLong(message + NAME_OFFSET, nameBlock.address() + (long) i * NAME_BYTES);
      messages.putInt(message + NAME_BYTES_OFFSET, NAME_BYTES);
      messages.putLong(message + IOVEC_OFFSET, vectorBlock.address() + (long) i * IOVEC_BYTES);
      messages.putLong(message + IOVEC_COUNT_OFFSET, 1);
    }
  }

  public int capacity() {
    return capacity;
  }

  /** Messages are to be received into this memory, one behind the other. */
  public void receiveInto(long address, int messageBytes) {
    for (int i = 0; i < capacity; i++) {
      setData(i, address + (long) i * messageBytes, messageBytes);
    }
    written = capacity;
  }

  private void makeReady(int i) {
    int message = i * MESSAGE_BYTES;
    messages.putInt(message + NAME_BYTES_OFFSET, NAME_BYTES);
    messages.putLong(message + CONTROL_OFFSET, controlsAddress + (long) i * CONTROL_BYTES);
    messages.putLong(message + CONTROL_BYTES_OFFSET, CONTROL_BYTES);
    messages.putInt(message + FLAGS_OFFSET, 0);
  }

  /**
   * Message i is to be sent from this memory. {@code segmentBytes}: the kernel cuts it into
   * datagrams of that size (UDP_SEGMENT); 0 for one datagram.
   */
  void sendFrom(int i, long address, int bytes, int segmentBytes, int toAddress, int toPort) {
    int message = i * MESSAGE_BYTES;
    int name = i * NAME_BYTES;
    names.putShort(name, (short) Libc.AF_INET);
    names.putShort(name + NAME_PORT_OFFSET, bigEndian((short) toPort));
    names.putInt(name + NAME_ADDRESS_OFFSET, bigEndian(toAddress));
    setData(i, address, bytes);
    if (segmentBytes == 0) {
      messages.putLong(message + CONTROL_OFFSET, 0);
      messages.putLong(message + CONTROL_BYTES_OFFSET, 0);
      return;
    }
    int control = i * CONTROL_BYTES;
    controls.putLong(control, SEGMENT_CONTROL_LENGTH);
    controls.putInt(control + CONTROL_LEVEL_OFFSET, SOL_UDP);
    controls.putInt(control + CONTROL_TYPE_OFFSET, UDP_SEGMENT);
    controls.putShort(control + CONTROL_DATA_OFFSET, (short) segmentBytes);
    messages.putLong(message + CONTROL_OFFSET, controlsAddress + control);
    messages.putLong(message + CONTROL_BYTES_OFFSET, CONTROL_BYTES);
  }

  /**
   * Waits for one message and takes what is there: the number of messages, or -1 with errno. All
   * there is room for, but of large ones, by those of the last time, only as many as are half a
   * megabyte: whatever comes in meanwhile waits until they are done with.
   */
  public int receive(int descriptor) {
    for (int i = 0; i < written; i++) {
      makeReady(i);
    }
    int count = Libc.recvmmsg(descriptor, messagesAddress, most, Libc.MSG_WAITFORONE, 0);
    written = Math.max(count, 0);
    if (count > 0) {
      limitNext(count);
    }
    return count;
  }

  private void limitNext(int received) {
    long bytes = 0;
    for (int i = 0; i < received; i++) {
      bytes += bytes(i);
    }
    long enough = received * ENOUGH_BYTES / Math.max(1, bytes);
    most = (int) Math.clamp(enough, Math.min(LEAST_MESSAGES, capacity), capacity);
  }

  /** Sends messages without waiting: how many from {@code first} on left, or -1 with errno. */
  int send(int descriptor, int first, int count) {
    long address = messagesAddress + (long) first * MESSAGE_BYTES;
    return Libc.sendmmsg(descriptor, address, count, Libc.MSG_DONTWAIT);
  }

  /** Received bytes of message i. */
  public int bytes(int i) {
    return messages.getInt(i * MESSAGE_BYTES + RECEIVED_BYTES_OFFSET);
  }

  /** Whether message i was longer than its memory. */
  public boolean isTruncated(int i) {
    return (messages.getInt(i * MESSAGE_BYTES + FLAGS_OFFSET) & Libc.MSG_TRUNC) != 0;
  }

  /** IPv4 address that message i came from. */
  int address(int i) {
    return bigEndian(names.getInt(i * NAME_BYTES + NAME_ADDRESS_OFFSET));
  }

  /** Port that message i came from. */
  int port(int i) {
    return bigEndian(names.getShort(i * NAME_BYTES + NAME_PORT_OFFSET)) & 0xffff;
  }

  /** Bytes of each datagram in message i (the last may be shorter); 0: it is one datagram. */
  int segmentBytes(int i) {
    int control = i * CONTROL_BYTES;
    boolean isGro =
        messages.getLong(i * MESSAGE_BYTES + CONTROL_BYTES_OFFSET) >= GRO_CONTROL_LENGTH
            && controls.getInt(control + CONTROL_LEVEL_OFFSET) == SOL_UDP
            && controls.getInt(control + CONTROL_TYPE_OFFSET) == UDP_GRO;
    return isGro ? Math.max(0, controls.getInt(control + CONTROL_DATA_OFFSET)) : 0;
  }

  private void setData(int i, long address, int bytes) {
    vectors.putLong(i * IOVEC_BYTES, address);
    vectors.putLong(i * IOVEC_BYTES + Long.BYTES, bytes);
  }

  private static short bigEndian(short value) {
    return NATIVE_IS_BIG_ENDIAN ? value : Short.reverseBytes(value);
  }

  private static int bigEndian(int value) {
    return NATIVE_IS_BIG_ENDIAN ? value : Integer.reverseBytes(value);
  }
}
