package pqagent.packet;

import java.nio.ByteBuffer;

/**
 * The UDP header (RFC 768) at an offset of a big-endian buffer.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------------------------------+-------------------------------+
 * | source port                   | destination port              |  0
 * +-------------------------------+-------------------------------+
 * | length with this header       | checksum; 0 for none          |  4
 * +-------------------------------+-------------------------------+
 * </pre>
 */
public final class Udp {
  public static final int PROTOCOL = 17;
  public static final int HEADER_BYTES = 8;
  public static final int SOURCE_PORT_OFFSET = 0;
  public static final int LENGTH_OFFSET = 4;
  public static final int CHECKSUM_OFFSET = 6;

  private Udp() {}

  /** Whether a payload of this many bytes holds the datagram; it may hold more. */
  public static boolean isWellFormed(ByteBuffer buffer, int offset, int payloadBytes) {
    if (payloadBytes < HEADER_BYTES) {
      return false;
    }
    int bytes = bytes(buffer, offset);
    return bytes >= HEADER_BYTES && bytes <= payloadBytes;
  }

  /** Header and data. */
  public static int bytes(ByteBuffer buffer, int offset) {
    return buffer.getShort(offset + LENGTH_OFFSET) & 0xffff;
  }

  public static int sourcePort(ByteBuffer buffer, int offset) {
    return buffer.getShort(offset + SOURCE_PORT_OFFSET) & 0xffff;
  }

  public static int checksum(ByteBuffer buffer, int offset) {
    return buffer.getShort(offset + CHECKSUM_OFFSET) & 0xffff;
  }
}
