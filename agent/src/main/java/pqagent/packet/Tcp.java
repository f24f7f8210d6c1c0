package pqagent.packet;

import java.nio.ByteBuffer;

/**
 * The TCP header (RFC 9293 section 3.1) at an offset of a big-endian buffer.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------------------------------+-------------------------------+
 * | source port                   | destination port              |  0
 * +-------------------------------+-------------------------------+
 * | sequence number                                               |  4
 * +---------------------------------------------------------------+
 * | acknowledgment number                                         |  8
 * +-------+-------+---------------+-------------------------------+
 * |words  |       |C E U A P R S F| window                        | 12
 * +-------+-------+---------------+-------------------------------+
 * | checksum                      | urgent pointer                | 16
 * +-------------------------------+-------------------------------+
 * | options, up to 40 bytes                                       | 20
 * </pre>
 */
public final class Tcp {
  public static final int PROTOCOL = 6;
  public static final int MIN_HEADER_BYTES = 20;
  public static final int SEQUENCE_OFFSET = 4;
  public static final int ACKNOWLEDGMENT_OFFSET = 8;
  public static final int FLAGS_OFFSET = 13;
  public static final int WINDOW_OFFSET = 14;
  public static final int CHECKSUM_OFFSET = 16;
  public static final int URGENT_POINTER_OFFSET = 18;

  public static final int FIN = 0x01;
  public static final int SYN = 0x02;
  public static final int RST = 0x04;
  public static final int PSH = 0x08;
  public static final int ACK = 0x10;
  public static final int URG = 0x20;
  public static final int CWR = 0x80;

  private Tcp() {}

  /** Whether a segment of this many bytes holds the header it says it has. */
  public static boolean isWellFormed(ByteBuffer buffer, int offset, int segmentBytes) {
    if (segmentBytes < MIN_HEADER_BYTES) {
      return false;
    }
    int headerBytes = headerBytes(buffer, offset);
    return headerBytes >= MIN_HEADER_BYTES && headerBytes <= segmentBytes;
  }

  public static int headerBytes(ByteBuffer buffer, int offset) {
    return (buffer.get(offset + 12) & 0xf0) >>> 2;
  }

  public static int sequence(ByteBuffer buffer, int offset) {
    return buffer.getInt(offset + SEQUENCE_OFFSET);
  }

  public static int flags(ByteBuffer buffer, int offset) {
    return buffer.get(offset + FLAGS_OFFSET) & 0xff;
  }
}
