package pqagent.packet;

import java.nio.ByteBuffer;
import pqagent.linux.NativeArena;
import pqagent.linux.VirtioNetHeader;

/**
 * Joins consecutive TCP segments or UDP datagrams of one flow to a super-packet and writes it to
 * the TUN by one call, gathered from where they lie; the kernel takes it like one that its own
 * receive offload made. Whatever does not join is written singly, in the order it came. One
 * instance belongs to one thread; between {@link #begin} and {@link #flush} the buffer's packets
 * stay where they are.
 */
public final class Coalescer implements AutoCloseable {
  /** What is joined. */
  public enum Joins {
    NOTHING,
    TCP,
    TCP_AND_UDP
  }

  static final int MAX_IOVECS = 120;

  /** Datagrams of a UDP super-packet (UDP_MAX_SEGMENTS of Linux before 6.9). */
  static final int MAX_DATAGRAMS = 64;

  /** struct iovec on 64-bit Linux: address (8), length (8), native byte order. */
  private static final int IOVEC_BYTES = 16;

  private static final int NO_FLOW = -1;
  private static final int IP_BYTES = Ip.MIN_HEADER_BYTES;

  private final PacketSink sink;
  private final Joins joins;
  private final NativeArena arena = new NativeArena();
  private final NativeArena.Block virtio = arena.allocate(VirtioNetHeader.BYTES);
  private final NativeArena.Block iovecs = arena.allocate(MAX_IOVECS * IOVEC_BYTES);

  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private long address;

  /** The first packet of the super-packet in the making, or NO_FLOW. */
  private int first = NO_FLOW;

  private boolean isTcp;
  private int headerBytes;
  private int segmentBytes;
  private int totalBytes;
  private int segments;
  private int nextSequence;
  private boolean complete;

  public Coalescer(PacketSink sink, Joins joins) {
    this.sink = sink;
    this.joins = joins;
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
    boolean joinable = translated.needsChecksum() && isJoinable(offset, bytes);
    if (first != NO_FLOW && joinable && continuesFlow(offset, bytes)) {
      join(offset, bytes);
      return complete ? flush() : 0;
    }
    int refused = flush();
    if (joinable) {
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
    first = NO_FLOW;
    int checksumOffset = isTcp ? Tcp.CHECKSUM_OFFSET : Udp.CHECKSUM_OFFSET;
    if (segments == 1) {
      VirtioNetHeader.needsChecksum(virtio.buffer(), 0, IP_BYTES, checksumOffset);
    } else {
      int payloadBytes = totalBytes - IP_BYTES;
      buffer.putShort(at + Ip.TOTAL_LENGTH_OFFSET, (short) totalBytes);
      Ip.setChecksum(buffer, at);
      long sum =
          Checksum.pseudoHeader(
              Ip.source(buffer, at),
              Ip.destination(buffer, at),
              Ip.protocol(buffer, at),
              payloadBytes);
      buffer.putShort(at + IP_BYTES + checksumOffset, (short) Checksum.fold(sum));
      if (isTcp) {
        VirtioNetHeader.tcp4(virtio.buffer(), 0, headerBytes, IP_BYTES, segmentBytes);
      } else {
        buffer.putShort(at + IP_BYTES + Udp.LENGTH_OFFSET, (short) payloadBytes);
        VirtioNetHeader.udp4(virtio.buffer(), 0, headerBytes, IP_BYTES, segmentBytes);
      }
    }
    return sink.write(iovecs.address(), segments + 1) ? 0 : segments;
  }

  /**
   * Only packets with data and without IP options and fragmentation; of TCP only those with no flag
   * but ACK and PSH.
   */
  private boolean isJoinable(int offset, int bytes) {
    if (Ip.headerBytes(buffer, offset) != IP_BYTES || Ip.isFragment(buffer, offset)) {
      return false;
    }
    int at = offset + IP_BYTES;
    return switch (Ip.protocol(buffer, offset)) {
      case Tcp.PROTOCOL ->
          joins != Joins.NOTHING
              && (Tcp.flags(buffer, at) & ~Tcp.PSH) == Tcp.ACK
              && bytes > IP_BYTES + Tcp.headerBytes(buffer, at);
      case Udp.PROTOCOL ->
          joins == Joins.TCP_AND_UDP
              && bytes > IP_BYTES + Udp.HEADER_BYTES
              && Udp.bytes(buffer, at) == bytes - IP_BYTES;
      default -> false;
    };
  }

  private boolean continuesFlow(int offset, int bytes) {
    int dataBytes = bytes - headerBytes;
    return dataBytes > 0
        && dataBytes <= segmentBytes
        && totalBytes + dataBytes <= Ip.MAX_PACKET_BYTES
        && segments + 2 <= MAX_IOVECS
        && sameIpHeaders(offset)
        && (isTcp ? continuesTcp(offset) : segments < MAX_DATAGRAMS);
  }

  /** All but lengths, identification and checksum; and the ports behind. */
  private boolean sameIpHeaders(int offset) {
    return buffer.get(offset + Ip.TYPE_OF_SERVICE_OFFSET)
            == buffer.get(first + Ip.TYPE_OF_SERVICE_OFFSET)
        && buffer.getShort(offset + Ip.FLAGS_OFFSET) == buffer.getShort(first + Ip.FLAGS_OFFSET)
        && buffer.getShort(offset + Ip.TIME_TO_LIVE_OFFSET)
            == buffer.getShort(first + Ip.TIME_TO_LIVE_OFFSET)
        && buffer.getLong(offset + Ip.SOURCE_OFFSET) == buffer.getLong(first + Ip.SOURCE_OFFSET)
        && buffer.getInt(offset + IP_BYTES) == buffer.getInt(first + IP_BYTES);
  }

  /** The sequence number follows on; all else but checksum and PSH is the same. */
  private boolean continuesTcp(int offset) {
    int tcp = offset + IP_BYTES;
    int firstTcp = first + IP_BYTES;
    return Tcp.sequence(buffer, tcp) == nextSequence
        && buffer.getInt(tcp + Tcp.ACKNOWLEDGMENT_OFFSET)
            == buffer.getInt(firstTcp + Tcp.ACKNOWLEDGMENT_OFFSET)
        && buffer.get(tcp + 12) == buffer.get(firstTcp + 12)
        && buffer.getShort(tcp + Tcp.WINDOW_OFFSET) == buffer.getShort(firstTcp + Tcp.WINDOW_OFFSET)
        && buffer.getShort(tcp + Tcp.URGENT_POINTER_OFFSET)
            == buffer.getShort(firstTcp + Tcp.URGENT_POINTER_OFFSET)
        && sameOptions(offset);
  }

  /** TCP options come in whole 4-byte words. */
  private boolean sameOptions(int offset) {
    for (int i = IP_BYTES + Tcp.MIN_HEADER_BYTES; i < headerBytes; i += 4) {
      if (buffer.getInt(offset + i) != buffer.getInt(first + i)) {
        return false;
      }
    }
    return true;
  }

  private void start(int offset, int bytes) {
    int at = offset + IP_BYTES;
    first = offset;
    isTcp = Ip.protocol(buffer, offset) == Tcp.PROTOCOL;
    headerBytes = IP_BYTES + (isTcp ? Tcp.headerBytes(buffer, at) : Udp.HEADER_BYTES);
    segmentBytes = bytes - headerBytes;
    totalBytes = bytes;
    segments = 1;
    nextSequence = isTcp ? Tcp.sequence(buffer, at) + segmentBytes : 0;
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
      int flagsAt = first + IP_BYTES + Tcp.FLAGS_OFFSET;
      buffer.put(flagsAt, (byte) (buffer.get(flagsAt) | Tcp.PSH));
    }
  }

  private boolean isPush(int offset) {
    return isTcp && (Tcp.flags(buffer, offset + IP_BYTES) & Tcp.PSH) != 0;
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
