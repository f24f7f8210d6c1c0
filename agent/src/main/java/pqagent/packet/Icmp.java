package pqagent.packet;

import java.nio.ByteBuffer;

/**
 * ICMP (RFC 792) at an offset of a big-endian buffer. Errors quote the beginning of the packet they
 * are about.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+-------------------------------+
 * | type          | code          | checksum                      |  0
 * +---------------+---------------+-------------------------------+
 * | by type; "fragmentation needed": 0 and next hop's MTU         |  4
 * +---------------------------------------------------------------+
 * | errors: the packet's IP header and at least 8 bytes more      |  8
 * </pre>
 */
public final class Icmp {
  public static final int PROTOCOL = 1;
  public static final int HEADER_BYTES = 8;
  public static final int CODE_OFFSET = 1;
  public static final int CHECKSUM_OFFSET = 2;
  public static final int NEXT_HOP_MTU_OFFSET = 6;

  public static final int DESTINATION_UNREACHABLE = 3;
  public static final int HOST_UNREACHABLE = 1;
  public static final int FRAGMENTATION_NEEDED = 4;
  static final int SOURCE_QUENCH = 4;
  static final int REDIRECT = 5;
  static final int TIME_EXCEEDED = 11;
  static final int PARAMETER_PROBLEM = 12;

  private Icmp() {}

  public static int type(ByteBuffer buffer, int offset) {
    return buffer.get(offset) & 0xff;
  }

  /** Whether messages of this type quote the packet they are about. */
  public static boolean isError(int type) {
    return switch (type) {
      case DESTINATION_UNREACHABLE, SOURCE_QUENCH, REDIRECT, TIME_EXCEEDED, PARAMETER_PROBLEM ->
          true;
      default -> false;
    };
  }

  /**
   * The MTU that a well-formed packet says another one was too large for (RFC 1191); 0 when it says
   * no such thing.
   */
  public static int tooBigFor(ByteBuffer buffer, int offset) {
    if (Ip.protocol(buffer, offset) != PROTOCOL
        || Ip.isFragment(buffer, offset)
        || Ip.totalBytes(buffer, offset) < Ip.headerBytes(buffer, offset) + HEADER_BYTES) {
      return 0;
    }
    int icmp = offset + Ip.headerBytes(buffer, offset);
    return type(buffer, icmp) == DESTINATION_UNREACHABLE
            && buffer.get(icmp + CODE_OFFSET) == FRAGMENTATION_NEEDED
        ? Short.toUnsignedInt(buffer.getShort(icmp + NEXT_HOP_MTU_OFFSET))
        : 0;
  }

  /** Whether an error of this many bytes holds a whole IPv4 header of the packet it quotes. */
  static boolean quotesPacket(ByteBuffer buffer, int offset, int messageBytes) {
    int quoted = offset + HEADER_BYTES;
    int quotedBytes = messageBytes - HEADER_BYTES;
    if (quotedBytes < Ip.MIN_HEADER_BYTES || Ip.version(buffer, quoted) != 4) {
      return false;
    }
    int headerBytes = Ip.headerBytes(buffer, quoted);
    return headerBytes >= Ip.MIN_HEADER_BYTES && headerBytes <= quotedBytes;
  }

  /**
   * Gives the quoted packet other addresses, and mends its checksums, as far as it is quoted, and
   * the message's own by the difference, so that an error of transmission still shows.
   */
  static void translateQuoted(
      ByteBuffer buffer, int offset, int messageBytes, int source, int destination) {
    int quoted = offset + HEADER_BYTES;
    int headerBytes = Ip.headerBytes(buffer, quoted);
    int transport = quoted + headerBytes;
    int transportBytes = messageBytes - HEADER_BYTES - headerBytes;
    int field =
        switch (Ip.protocol(buffer, quoted)) {
          case Tcp.PROTOCOL -> Tcp.CHECKSUM_OFFSET;
          case Udp.PROTOCOL -> Udp.CHECKSUM_OFFSET;
          default -> messageBytes;
        };
    boolean mendTransport = field + 2 <= transportBytes && Ip.fragmentBytes(buffer, quoted) == 0;
    int changedBytes = headerBytes + (mendTransport ? field + 2 : 0);
    long before = Checksum.sum(buffer, quoted, changedBytes);
    if (mendTransport) {
      Transport.mendChecksum(buffer, quoted, transport + field, source, destination);
    }
    Ip.setAddresses(buffer, quoted, source, destination);
    long after = Checksum.sum(buffer, quoted, changedBytes);
    int checksum = buffer.getShort(offset + CHECKSUM_OFFSET) & 0xffff;
    buffer.putShort(offset + CHECKSUM_OFFSET, (short) Checksum.update(checksum, before, after));
  }
}
