package pqagent.packet;

import java.nio.ByteBuffer;
import pqagent.linux.NativeArena;
import pqagent.linux.VirtioNetHeader;

/**
 * Joins consecutive TCP segments of one flow to a super-packet and writes it to the TUN by one
 * call, gathered from where the segments lie; the kernel takes it like one that its own receive
 * offload made. Whatever does not join is written singly, in the order it came. One instance
 * belongs to one thread; between {@link #begin} and {@link #flush} the buffer's packets stay where
 * they are.
 */
public final class Coalescer implements AutoCloseable {
  static final int MAX_IOVECS = 120;

  /** struct iovec on 64-bit Linux: address (8), length (8), native byte order. */
  private static final int IOVEC_BYTES = 16;

  private static final int NO_FLOW = -1;

  private final PacketSink sink;
  private final NativeArena arena = new NativeArena();
  private final NativeArena.Block virtio = arena.allocate(VirtioNetHeader.BYTES);
  private final NativeArena.Block iovecs = arena.allocate(MAX_IOVECS * IOVEC_BYTES);

  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private long address;

  /** The first segment of the super-packet in the making, or NO_FLOW. */
  private int first = NO_FLOW;

  private int headerBytes;
  private int segmentBytes;
  private int totalBytes;
  private int segments;
  private int nextSequence;
  private boolean complete;

  public Coalescer(PacketSink sink) {
    this.sink = sink;
  }

  /** The next packets lie in this big-endian buffer, whose first byte has this address. */
  public void begin(ByteBuffer buffer, long address) {
    this.buffer = buffer;
    this.address = address;
  }

  /**
   * Takes the packet that the translator has just put in order at {@code offset}. Returns how many
   * packets the sink refused in this call.
   */
  public int add(int offset, AddressTranslator translated) {
    int bytes = translated.packetBytes();
    if (first != NO_FLOW && continuesFlow(offset, bytes)) {
      join(offset, bytes);
      return complete ? flush() : 0;
    }
    int refused = flush();
    if (beginsFlow(offset, bytes)) {
      start(offset, bytes);
      return complete ? refused + flush() : refused;
    }
    return refused + (writeSingly(offset, translated) ? 0 : 1);
  }

  /**
   * Writes what is left. Returns how many packets the sink refused in this call. Call it before the
   * buffer is filled again.
   */
  public int flush() {
    if (first == NO_FLOW) {
      return 0;
    }
    int at = first;
    int tcp = at + Ip.MIN_HEADER_BYTES;
    first = NO_FLOW;
    if (segments == 1) {
      VirtioNetHeader.needsChecksum(virtio.buffer(), 0, Ip.MIN_HEADER_BYTES, Tcp.CHECKSUM_OFFSET);
    } else {
      buffer.putShort(at + Ip.TOTAL_LENGTH_OFFSET, (short) totalBytes);
      Ip.setChecksum(buffer, at);
      long sum =
          Checksum.pseudoHeader(
              Ip.source(buffer, at),
              Ip.destination(buffer, at),
              Tcp.PROTOCOL,
              totalBytes - Ip.MIN_HEADER_BYTES);
      buffer.putShort(tcp + Tcp.CHECKSUM_OFFSET, (short) Checksum.fold(sum));
      VirtioNetHeader.tcp4(virtio.buffer(), 0, headerBytes, Ip.MIN_HEADER_BYTES, segmentBytes);
    }
    return sink.write(iovecs.address(), segments + 1) ? 0 : segments;
  }

  /** Only segments without IP options and fragmentation, with data, and no flag but ACK and PSH. */
  private boolean beginsFlow(int offset, int bytes) {
    if (Ip.protocol(buffer, offset) != Tcp.PROTOCOL
        || Ip.headerBytes(buffer, offset) != Ip.MIN_HEADER_BYTES
        || Ip.isFragment(buffer, offset)) {
      return false;
    }
    int tcp = offset + Ip.MIN_HEADER_BYTES;
    int flags = Tcp.flags(buffer, tcp);
    return (flags & ~Tcp.PSH) == Tcp.ACK
        && bytes > Ip.MIN_HEADER_BYTES + Tcp.headerBytes(buffer, tcp);
  }

  private boolean continuesFlow(int offset, int bytes) {
    if (!beginsFlow(offset, bytes)) {
      return false;
    }
    int dataBytes = bytes - headerBytes;
    int tcp = offset + Ip.MIN_HEADER_BYTES;
    return Tcp.sequence(buffer, tcp) == nextSequence
        && dataBytes > 0
        && dataBytes <= segmentBytes
        && totalBytes + dataBytes <= Ip.MAX_PACKET_BYTES
        && segments + 2 <= MAX_IOVECS
        && sameHeaders(offset);
  }

  /** All but lengths, identification, checksums, sequence number and PSH. */
  private boolean sameHeaders(int offset) {
    int tcp = Ip.MIN_HEADER_BYTES;
    return buffer.get(offset + Ip.TYPE_OF_SERVICE_OFFSET)
            == buffer.get(first + Ip.TYPE_OF_SERVICE_OFFSET)
        && buffer.getShort(offset + Ip.FLAGS_OFFSET) == buffer.getShort(first + Ip.FLAGS_OFFSET)
        && buffer.get(offset + Ip.TIME_TO_LIVE_OFFSET) == buffer.get(first + Ip.TIME_TO_LIVE_OFFSET)
        && buffer.getLong(offset + Ip.SOURCE_OFFSET) == buffer.getLong(first + Ip.SOURCE_OFFSET)
        && buffer.getInt(offset + tcp) == buffer.getInt(first + tcp)
        && buffer.getInt(offset + tcp + Tcp.ACKNOWLEDGMENT_OFFSET)
            == buffer.getInt(first + tcp + Tcp.ACKNOWLEDGMENT_OFFSET)
        && buffer.get(offset + tcp + 12) == buffer.get(first + tcp + 12)
        && buffer.getShort(offset + tcp + Tcp.WINDOW_OFFSET)
            == buffer.getShort(first + tcp + Tcp.WINDOW_OFFSET)
        && buffer.getShort(offset + tcp + Tcp.URGENT_POINTER_OFFSET)
            == buffer.getShort(first + tcp + Tcp.URGENT_POINTER_OFFSET)
        && sameOptions(offset);
  }

  /** TCP options come in whole 4-byte words. */
  private boolean sameOptions(int offset) {
    for (int i = Ip.MIN_HEADER_BYTES + Tcp.MIN_HEADER_BYTES; i < headerBytes; i += 4) {
      if (buffer.getInt(offset + i) != buffer.getInt(first + i)) {
        return false;
      }
    }
    return true;
  }

  private void start(int offset, int bytes) {
    int tcp = offset + Ip.MIN_HEADER_BYTES;
    first = offset;
    headerBytes = Ip.MIN_HEADER_BYTES + Tcp.headerBytes(buffer, tcp);
    segmentBytes = bytes - headerBytes;
    totalBytes = bytes;
    segments = 1;
    nextSequence = Tcp.sequence(buffer, tcp) + segmentBytes;
    complete = isPush(offset);
    setIovec(0, virtio.address(), VirtioNetHeader.BYTES);
    setIovec(1, address + offset, bytes);
  }

  private void join(int offset, int bytes) {
    int dataBytes = bytes - headerBytes;
    segments++;
    setIovec(segments, address + offset + headerBytes, dataBytes);
    totalBytes += dataBytes;
    nextSequence += dataBytes;
    complete = dataBytes < segmentBytes || isPush(offset);
    if (isPush(offset)) {
      int flagsAt = first + Ip.MIN_HEADER_BYTES + Tcp.FLAGS_OFFSET;
      buffer.put(flagsAt, (byte) (buffer.get(flagsAt) | Tcp.PSH));
    }
  }

  private boolean isPush(int offset) {
    return (Tcp.flags(buffer, offset + Ip.MIN_HEADER_BYTES) & Tcp.PSH) != 0;
  }

  private boolean writeSingly(int offset, AddressTranslator translated) {
    if (translated.needsChecksum()) {
      VirtioNetHeader.needsChecksum(
          virtio.buffer(), 0, translated.checksumStart(), translated.checksumOffset());
    } else {
      VirtioNetHeader.plain(virtio.buffer(), 0);
    }
    setIovec(0, virtio.address(), VirtioNetHeader.BYTES);
    setIovec(1, address + offset, translated.packetBytes());
    return sink.write(iovecs.address(), 2);
  }

  private void setIovec(int index, long memory, int bytes) {
    iovecs.buffer().putLong(index * IOVEC_BYTES, memory);
    iovecs.buffer().putLong(index * IOVEC_BYTES + 8, bytes);
  }

  @Override
  public void close() {
    arena.close();
  }
}
