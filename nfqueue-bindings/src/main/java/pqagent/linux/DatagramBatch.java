package pqagent.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * Datagrams in one buffer outside the heap, each with an IPv4 address and port. Filled by {@link
 * UdpSocket#receive}, or by a caller with {@link #append} and sent by {@link UdpSocket#send}. An
 * instance belongs to one thread. Byte order of the buffer: big-endian.
 */
public final class DatagramBatch implements AutoCloseable {
  /** Payload of the longest IPv4 UDP datagram. */
  public static final int MAX_DATAGRAM_BYTES = 65_507;

  private static final int RECEIVED_MESSAGE_BYTES = 1 << 16;
  private static final int MESSAGES_PER_SEND = 64;

  private final NativeArena arena = new NativeArena();
  private final MessageVector groups = new MessageVector(arena, MESSAGES_PER_SEND);
  private final MessageVector singles = new MessageVector(arena, MESSAGES_PER_SEND);
  private final MessageVector received;
  private final int[] firstOfGroup = new int[MESSAGES_PER_SEND + 1];
  private final ByteBuffer buffer;
  private final long bufferAddress;
  private final NativeArena.Block pollDescriptor;
  private final int[] offsets;
  private final int[] lengths;
  private final int[] addresses;
  private final int[] ports;
  private int size;
  private int usedBytes;

  private DatagramBatch(int capacityBytes, int maxDatagrams, int receivedMessages) {
    NativeArena.Block block = arena.allocate(capacityBytes);
    buffer = block.buffer().order(ByteOrder.BIG_ENDIAN);
    bufferAddress = block.address();
    received = new MessageVector(arena, receivedMessages);
    received.receiveInto(bufferAddress, RECEIVED_MESSAGE_BYTES);
    pollDescriptor = arena.allocate(Poller.POLLFD_BYTES);
    offsets = new int[maxDatagrams];
    lengths = new int[maxDatagrams];
    addresses = new int[maxDatagrams];
    ports = new int[maxDatagrams];
  }

  /**
   * A batch for sending: room for {@code capacityBytes} in at most {@code maxDatagrams} datagrams.
   */
  public static DatagramBatch forSending(int capacityBytes, int maxDatagrams) {
    return new DatagramBatch(capacityBytes, maxDatagrams, 0);
  }

  /**
   * A batch for receiving: {@code messages} messages of up to 64 KiB, each of which UDP_GRO may
   * have made of many datagrams.
   */
  public static DatagramBatch forReceiving(int messages) {
    return new DatagramBatch(
        Math.multiplyExact(messages, RECEIVED_MESSAGE_BYTES),
        messages * MessageVector.MAX_SEGMENTS,
        messages);
  }

  public int size() {
    return size;
  }

  public void clear() {
    size = 0;
    usedBytes = 0;
  }

  public ByteBuffer buffer() {
    return buffer;
  }

  /** Address of the buffer's first byte, for gathering writes. */
  public long bufferAddress() {
    return bufferAddress;
  }

  /** Offset of each datagram in the buffer: the array itself, valid up to size(). */
  public int[] offsets() {
    return offsets;
  }

  /** Length of each datagram in bytes: the array itself. */
  public int[] lengths() {
    return lengths;
  }

  /**
   * Source (received) or destination (to be sent) of datagram i as IPv4 address in the low 32 bits.
   */
  public int address(int i) {
    return addresses[Objects.checkIndex(i, size)];
  }

  /** Source or destination port of datagram i. */
  public int port(int i) {
    return ports[Objects.checkIndex(i, size)];
  }

  /** Whether a datagram of this many bytes still fits. */
  public boolean hasRoom(int bytes) {
    return size < offsets.length && bytes <= buffer.capacity() - usedBytes;
  }

  /**
   * Appends a datagram of this length and returns its offset; the caller writes its bytes.
   * IllegalStateException without room. Datagrams are packed without gaps, so that equal ones to
   * one destination leave by one UDP_SEGMENT message.
   */
  public int append(int bytes, int address, int port) {
    if (bytes < 0 || bytes > MAX_DATAGRAM_BYTES) {
      throw new IllegalArgumentException("no datagram has " + bytes + " bytes");
    }
    if (!hasRoom(bytes)) {
      throw new IllegalStateException("no room for " + bytes + " bytes more");
    }
    int offset = usedBytes;
    add(offset, bytes, address, port);
    usedBytes += bytes;
    return offset;
  }

  /** Takes datagrams from index {@code size} on away again. */
  public void truncate(int size) {
    Objects.checkFromToIndex(size, this.size, this.size);
    if (size < this.size) {
      usedBytes = offsets[size];
      this.size = size;
    }
  }

  @Override
  public void close() {
    arena.close();
  }

  /** Messages to be sent, each of a group of datagrams. */
  MessageVector groups() {
    return groups;
  }

  /** Messages of one datagram each, for a group that has to be sent piecemeal. */
  MessageVector singles() {
    return singles;
  }

  /** Scratch of the sender: the first datagram of each of {@link #groups}, and one behind. */
  int[] firstOfGroup() {
    return firstOfGroup;
  }

  /** Scratch of the sender: one struct pollfd. */
  NativeArena.Block pollDescriptor() {
    return pollDescriptor;
  }

  /** Where messages are received; none when the batch is for sending. */
  MessageVector received() {
    return received;
  }

  /** Takes over what was received; returns how many messages had to be dropped. */
  int acceptReceived(int count) {
    int dropped = 0;
    for (int i = 0; i < count; i++) {
      dropped += received.isTruncated(i) || !split(i) ? 1 : 0;
    }
    usedBytes = buffer.capacity();
    return dropped;
  }

  private boolean split(int message) {
    int bytes = received.bytes(message);
    int segmentBytes = received.segmentBytes(message) == 0 ? bytes : received.segmentBytes(message);
    int address = received.address(message);
    int port = received.port(message);
    int start = message * RECEIVED_MESSAGE_BYTES;
    int position = 0;
    do {
      if (size == offsets.length) {
        return false;
      }
      int length = Math.min(segmentBytes, bytes - position);
      add(start + position, length, address, port);
      position += length;
    } while (position < bytes);
    return true;
  }

  private void add(int offset, int bytes, int address, int port) {
    offsets[size] = offset;
    lengths[size] = bytes;
    addresses[size] = address;
    ports[size] = port;
    size++;
  }
}
