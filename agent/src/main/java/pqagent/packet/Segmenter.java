package pqagent.packet;

import java.nio.ByteBuffer;
import pqagent.crypto.tunnel.TunnelHeader;
import pqagent.linux.DatagramBatch;

/**
 * Writes packets from the kernel into datagrams as inner packets ready to be sealed: room for the
 * tunnel header before each and for the tag behind, destination 0.0.0.0, every checksum right for
 * that, no inner packet larger than the tunnel's MTU (docs/architecture.md, "Checksums"). A TCP
 * super-packet is cut like the kernel would (tcp_gso_segment); what else is too large is fragmented
 * (RFC 791) unless it forbids that. Sources are left as they are. One instance belongs to one
 * thread.
 */
public final class Segmenter {
  /** What every IPv4 host must be able to take (RFC 791 section 3.1). */
  public static final int MIN_MTU = 576;

  private static final int NO_DESTINATION = 0;

  /** What came of a packet. Unless OK, nothing is added to the batch. */
  public enum Result {
    OK,
    /** Not version 4. */
    NOT_IPV4,
    /** Lengths contradict each other. */
    MALFORMED,
    /** Larger than the tunnel's MTU with Don't Fragment: answer by {@link IcmpErrors}. */
    TOO_BIG,
    /**
     * Fragments that cut a transport header, ICMP redirects, a missing checksum other than TCP's
     * and UDP's, and UDP super-packets, whose segments' size a queue does not tell.
     */
    UNSUPPORTED,
    /**
     * The batch is full: send it and try again. An empty one of 80 KB and 128 datagrams has room.
     */
    NO_ROOM
  }

  private int maxInnerBytes;

  /** For tunnels of this MTU, until it is told another. */
  public Segmenter(int maxInnerBytes) {
    setMaxInnerBytes(maxInnerBytes);
  }

  /** From the next packet on the tunnel's MTU is this, {@link #MIN_MTU} to 65535 bytes. */
  public void setMaxInnerBytes(int maxInnerBytes) {
    if (maxInnerBytes < MIN_MTU || maxInnerBytes > Ip.MAX_PACKET_BYTES) {
      throw new IllegalArgumentException("MTU must be 576 to 65535 bytes, not " + maxInnerBytes);
    }
    this.maxInnerBytes = maxInnerBytes;
  }

  /**
   * Adds one packet to the batch, as one or more datagrams to {@code address} and {@code port}.
   *
   * @param packets big-endian
   * @param length bytes captured from {@code offset} on
   * @param needsChecksum the TCP or UDP checksum is not filled in (NFQA_SKB_CSUMNOTREADY)
   */
  public Result append(
      ByteBuffer packets,
      int offset,
      int length,
      boolean needsChecksum,
      DatagramBatch batch,
      int address,
      int port) {
    if (length > 0 && Ip.version(packets, offset) != 4) {
      return Result.NOT_IPV4;
    }
    if (!Ip.isWellFormed(packets, offset, length)) {
      return Result.MALFORMED;
    }
    Payload payload = Payload.of(packets, offset);
    if (payload == Payload.MALFORMED) {
      return Result.MALFORMED;
    }
    boolean whole = payload == Payload.TCP || payload == Payload.UDP;
    if (payload == Payload.UNSUPPORTED || (needsChecksum && !whole)) {
      return Result.UNSUPPORTED;
    }
    int size = batch.size();
    boolean room;
    if (Ip.totalBytes(packets, offset) <= maxInnerBytes) {
      room = copy(packets, offset, needsChecksum, payload, batch, address, port);
    } else if (payload == Payload.TCP && isCuttable(packets, offset)) {
      room = cut(packets, offset, batch, address, port);
    } else if (payload == Payload.UDP && needsChecksum) {
      return Result.UNSUPPORTED;
    } else if (Ip.isDontFragment(packets, offset)) {
      return Result.TOO_BIG;
    } else {
      room = fragment(packets, offset, needsChecksum, payload, batch, address, port);
    }
    if (!room) {
      batch.truncate(size);
      return Result.NO_ROOM;
    }
    return Result.OK;
  }

  private static boolean copy(
      ByteBuffer packets,
      int offset,
      boolean needsChecksum,
      Payload payload,
      DatagramBatch batch,
      int address,
      int port) {
    int totalBytes = Ip.totalBytes(packets, offset);
    if (!batch.hasRoom(totalBytes + TunnelHeader.OVERHEAD_BYTES)) {
      return false;
    }
    ByteBuffer inner = batch.buffer();
    int at = appendInner(batch, totalBytes, address, port);
    inner.put(at, packets, offset, totalBytes);
    finish(inner, at, totalBytes, needsChecksum, payload);
    return true;
  }

  /** Segments that begin or reset a connection or hold urgent data are never super-packets. */
  private static boolean isCuttable(ByteBuffer packets, int offset) {
    int tcp = offset + Ip.headerBytes(packets, offset);
    return (Tcp.flags(packets, tcp) & (Tcp.SYN | Tcp.RST | Tcp.URG)) == 0;
  }

  private boolean cut(ByteBuffer packets, int offset, DatagramBatch batch, int address, int port) {
    int ipBytes = Ip.headerBytes(packets, offset);
    int tcp = offset + ipBytes;
    int headerBytes = ipBytes + Tcp.headerBytes(packets, tcp);
    int segmentBytes = maxInnerBytes - headerBytes;
    int dataBytes = Ip.totalBytes(packets, offset) - headerBytes;
    int sequence = Tcp.sequence(packets, tcp);
    int flags = Tcp.flags(packets, tcp);
    int identification = Ip.identification(packets, offset);
    ByteBuffer inner = batch.buffer();
    for (int done = 0; done < dataBytes; done += segmentBytes) {
      int bytes = Math.min(segmentBytes, dataBytes - done);
      int totalBytes = headerBytes + bytes;
      if (!batch.hasRoom(totalBytes + TunnelHeader.OVERHEAD_BYTES)) {
        return false;
      }
      int at = appendInner(batch, totalBytes, address, port);
      inner.put(at, packets, offset, headerBytes);
      inner.put(at + headerBytes, packets, offset + headerBytes + done, bytes);
      inner.putShort(at + Ip.TOTAL_LENGTH_OFFSET, (short) totalBytes);
      inner.putShort(at + Ip.IDENTIFICATION_OFFSET, (short) identification++);
      inner.putInt(at + ipBytes + Tcp.SEQUENCE_OFFSET, sequence + done);
      int notFirst = done == 0 ? 0 : Tcp.CWR;
      int notLast = done + bytes == dataBytes ? 0 : Tcp.FIN | Tcp.PSH;
      inner.put(at + ipBytes + Tcp.FLAGS_OFFSET, (byte) (flags & ~notFirst & ~notLast));
      finish(inner, at, totalBytes, true, Payload.TCP);
    }
    return true;
  }

  private boolean fragment(
      ByteBuffer packets,
      int offset,
      boolean needsChecksum,
      Payload payload,
      DatagramBatch batch,
      int address,
      int port) {
    int headerBytes = Ip.headerBytes(packets, offset);
    int dataBytes = Ip.totalBytes(packets, offset) - headerBytes;
    int fragmentBytes = (maxInnerBytes - headerBytes) & ~7;
    int flags = packets.getShort(offset + Ip.FLAGS_OFFSET);
    ByteBuffer inner = batch.buffer();
    for (int done = 0; done < dataBytes; done += fragmentBytes) {
      int bytes = Math.min(fragmentBytes, dataBytes - done);
      boolean last = done + bytes == dataBytes;
      int totalBytes = headerBytes + bytes;
      if (!batch.hasRoom(totalBytes + TunnelHeader.OVERHEAD_BYTES)) {
        return false;
      }
      int at = appendInner(batch, totalBytes, address, port);
      inner.put(at, packets, offset, headerBytes);
      inner.put(at + headerBytes, packets, offset + headerBytes + done, bytes);
      if (done == 0) {
        if (needsChecksum) {
          fillChecksum(packets, offset, inner, at, payload);
        }
        finish(inner, at, totalBytes, false, payload);
      } else {
        Ip.blankUncopiedOptions(inner, at);
      }
      inner.putShort(at + Ip.TOTAL_LENGTH_OFFSET, (short) totalBytes);
      inner.putShort(
          at + Ip.FLAGS_OFFSET, (short) (flags + done / 8 | (last ? 0 : Ip.MORE_FRAGMENTS)));
      Ip.setAddresses(inner, at, Ip.source(packets, offset), NO_DESTINATION);
    }
    return true;
  }

  /** Returns where the inner packet goes. */
  private static int appendInner(DatagramBatch batch, int innerBytes, int address, int port) {
    int bytes = innerBytes + TunnelHeader.OVERHEAD_BYTES;
    return batch.append(bytes, address, port) + TunnelHeader.BYTES;
  }

  /** Puts the checksum of the whole packet in the source, for its own addresses, in the copy. */
  private static void fillChecksum(
      ByteBuffer packets, int offset, ByteBuffer inner, int at, Payload payload) {
    int field = Ip.headerBytes(inner, at) + payload.checksumOffset();
    int source = Ip.source(packets, offset);
    int destination = Ip.destination(packets, offset);
    inner.putShort(
        at + field,
        (short) Transport.checksum(packets, offset, payload.checksumOffset(), source, destination));
  }

  /** Takes the destination away and makes the checksums right for that. */
  private static void finish(
      ByteBuffer inner, int at, int totalBytes, boolean needsChecksum, Payload payload) {
    int source = Ip.source(inner, at);
    int headerBytes = Ip.headerBytes(inner, at);
    int payloadAt = at + headerBytes;
    switch (payload) {
      case TCP, UDP, TCP_PART, UDP_PART -> {
        int field = payload.checksumOffset();
        if (needsChecksum) {
          int checksum = Transport.checksum(inner, at, field, source, NO_DESTINATION);
          inner.putShort(payloadAt + field, (short) checksum);
        } else {
          Transport.mendChecksum(inner, at, payloadAt + field, source, NO_DESTINATION);
        }
      }
      case ICMP_ERROR -> quoteWithoutSource(inner, payloadAt, totalBytes - headerBytes);
      default -> {}
    }
    Ip.setAddresses(inner, at, source, NO_DESTINATION);
  }

  /**
   * An error quotes a packet that came through the tunnel: its source is the peer, by the address
   * that only we know it by, so it goes as the destination of the error does.
   */
  private static void quoteWithoutSource(ByteBuffer inner, int icmp, int messageBytes) {
    int quotedDestination = Ip.destination(inner, icmp + Icmp.HEADER_BYTES);
    Icmp.translateQuoted(inner, icmp, messageBytes, NO_DESTINATION, quotedDestination);
  }
}
