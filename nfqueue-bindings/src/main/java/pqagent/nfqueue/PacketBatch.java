package pqagent.nfqueue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import pqagent.linux.MessageVector;
import pqagent.linux.NativeArena;

/**
 * IP packets that one receive took from a queue, in one buffer outside the heap (big-endian byte
 * order). An instance belongs to one thread.
 */
public final class PacketBatch implements AutoCloseable {
  /** One packet of 64 KiB and what the kernel says about it. */
  private static final int MESSAGE_BYTES = 66 * 1024;

  private static final short MESSAGE_PACKET = 3 << 8;
  private static final int TYPE_OFFSET = 4;
  private static final int HEADER_BYTES = 20;

  private static final int ATTRIBUTE_HEADER_BYTES = 4;
  private static final int ATTRIBUTE_TYPE_MASK = 0x3fff;
  private static final int ATTRIBUTE_ALIGNMENT = 4;
  private static final int PACKET_HEADER = 1;
  private static final int PAYLOAD = 10;
  private static final int WHOLE_LENGTH = 13;
  private static final int SKB_INFO = 14;

  private static final int CHECKSUM_NOT_READY = 1;

  private final NativeArena arena = new NativeArena();
  private final MessageVector messages;
  private final ByteBuffer buffer;
  private final ByteBuffer nativeOrder;
  private final long address;
  private final int[] offsets;
  private final int[] lengths;
  private final int[] ids;
  private final int[] wholeLengths;
  private final int[] infos;
  private int size;

  /** Room for {@code messages} packets of up to 64 KiB. */
  public PacketBatch(int messages) {
    NativeArena.Block block = arena.allocate(Math.multiplyExact(messages, MESSAGE_BYTES));
    this.messages = new MessageVector(arena, messages);
    this.messages.receiveInto(block.address(), MESSAGE_BYTES);
    this.nativeOrder = block.buffer();
    this.buffer = block.buffer().duplicate().order(ByteOrder.BIG_ENDIAN);
    this.address = block.address();
    this.offsets = new int[messages];
    this.lengths = new int[messages];
    this.ids = new int[messages];
    this.wholeLengths = new int[messages];
    this.infos = new int[messages];
  }

  public int size() {
    return size;
  }

  public ByteBuffer buffer() {
    return buffer;
  }

  /** Address of the buffer's first byte, for gathering writes. */
  public long address() {
    return address;
  }

  /** Where packet i's IP header begins. */
  public int offset(int i) {
    return offsets[Objects.checkIndex(i, size)];
  }

  /** Captured bytes of packet i. */
  public int length(int i) {
    return lengths[Objects.checkIndex(i, size)];
  }

  /** The packet's id, for a verdict of its own. */
  public int id(int i) {
    return ids[Objects.checkIndex(i, size)];
  }

  /** Whether the kernel captured less than the whole packet. */
  public boolean isTruncated(int i) {
    return wholeLengths[Objects.checkIndex(i, size)] > lengths[i];
  }

  /** Whether the layer-4 checksum is not filled in (NFQA_SKB_CSUMNOTREADY). */
  public boolean needsChecksum(int i) {
    return (infos[Objects.checkIndex(i, size)] & CHECKSUM_NOT_READY) != 0;
  }

  @Override
  public void close() {
    arena.close();
  }

  /** Takes what is there; returns the number of messages, or -1 with errno. */
  int receive(int descriptor) {
    size = 0;
    int count = messages.receive(descriptor);
    for (int i = 0; i < count; i++) {
      if (!messages.isTruncated(i)) {
        parse(i * MESSAGE_BYTES, messages.bytes(i));
      }
    }
    return count;
  }

  /** A netlink message; everything but a packet (an error for a late verdict) is passed over. */
  private void parse(int start, int receivedBytes) {
    if (receivedBytes < HEADER_BYTES
        || nativeOrder.getShort(start + TYPE_OFFSET) != MESSAGE_PACKET) {
      return;
    }
    int end = start + Math.min(receivedBytes, nativeOrder.getInt(start));
    lengths[size] = 0;
    wholeLengths[size] = 0;
    infos[size] = 0;
    boolean hasId = false;
    int attribute = start + HEADER_BYTES;
    while (end - attribute >= ATTRIBUTE_HEADER_BYTES) {
      int bytes = Short.toUnsignedInt(nativeOrder.getShort(attribute));
      if (bytes < ATTRIBUTE_HEADER_BYTES || bytes > end - attribute) {
        return;
      }
      int value = attribute + ATTRIBUTE_HEADER_BYTES;
      switch (nativeOrder.getShort(attribute + Short.BYTES) & ATTRIBUTE_TYPE_MASK) {
        case PACKET_HEADER -> {
          ids[size] = buffer.getInt(value);
          hasId = true;
        }
        case PAYLOAD -> {
          offsets[size] = value;
          lengths[size] = bytes - ATTRIBUTE_HEADER_BYTES;
        }
        case WHOLE_LENGTH -> wholeLengths[size] = buffer.getInt(value);
        case SKB_INFO -> infos[size] = buffer.getInt(value);
        default -> {}
      }
      attribute += bytes + (-bytes & (ATTRIBUTE_ALIGNMENT - 1));
    }
    if (hasId) {
      size++;
    }
  }
}
