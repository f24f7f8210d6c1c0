package pqagent.packet;

import java.nio.ByteBuffer;

/**
 * The IPv4 header (RFC 791) at an offset of a big-endian buffer.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------+-------+---------------+-------------------------------+
 * |version|words  | type of serv. | total length                  |  0
 * +-------+-------+---------------+-----+-------------------------+
 * | identification                |0 D M| fragment offset / 8     |  4
 * +---------------+---------------+-----+-------------------------+
 * | time to live  | protocol      | header checksum               |  8
 * +---------------+---------------+-------------------------------+
 * | source                                                        | 12
 * +---------------------------------------------------------------+
 * | destination                                                   | 16
 * +---------------------------------------------------------------+
 * | options, up to 40 bytes                                       | 20
 * </pre>
 */
public final class Ip {
  public static final int MIN_HEADER_BYTES = 20;
  public static final int MAX_PACKET_BYTES = 65535;
  public static final int TYPE_OF_SERVICE_OFFSET = 1;
  public static final int TOTAL_LENGTH_OFFSET = 2;
  public static final int IDENTIFICATION_OFFSET = 4;
  public static final int FLAGS_OFFSET = 6;
  public static final int TIME_TO_LIVE_OFFSET = 8;
  public static final int PROTOCOL_OFFSET = 9;
  public static final int CHECKSUM_OFFSET = 10;
  public static final int SOURCE_OFFSET = 12;
  public static final int DESTINATION_OFFSET = 16;

  public static final int DONT_FRAGMENT = 0x4000;
  public static final int MORE_FRAGMENTS = 0x2000;

  /** In an option's type: it belongs into every fragment. */
  private static final int OPTION_COPIED = 0x80;

  private static final int END_OF_OPTIONS = 0;
  private static final int NO_OPERATION = 1;
  private static final int LOOSE_SOURCE_ROUTE = 0x83;
  private static final int STRICT_SOURCE_ROUTE = 0x89;

  private Ip() {}

  /**
   * Whether an IPv4 packet of at most {@code length} bytes is here whose lengths agree: header
   * within packet, packet within length, a fragment within the largest packet and neither empty nor
   * cut off a multiple of 8 bytes.
   */
  public static boolean isWellFormed(ByteBuffer buffer, int offset, int length) {
    if (length < MIN_HEADER_BYTES || version(buffer, offset) != 4) {
      return false;
    }
    int headerBytes = headerBytes(buffer, offset);
    int totalBytes = totalBytes(buffer, offset);
    if (headerBytes < MIN_HEADER_BYTES || headerBytes > totalBytes || totalBytes > length) {
      return false;
    }
    if (!isFragment(buffer, offset)) {
      return true;
    }
    int payloadBytes = totalBytes - headerBytes;
    return payloadBytes > 0
        && fragmentBytes(buffer, offset) + totalBytes <= MAX_PACKET_BYTES
        && (!hasMoreFragments(buffer, offset) || payloadBytes % 8 == 0);
  }

  public static int version(ByteBuffer buffer, int offset) {
    return buffer.get(offset) >>> 4 & 0xf;
  }

  public static int headerBytes(ByteBuffer buffer, int offset) {
    return (buffer.get(offset) & 0xf) * 4;
  }

  /** Header and payload. */
  public static int totalBytes(ByteBuffer buffer, int offset) {
    return buffer.getShort(offset + TOTAL_LENGTH_OFFSET) & 0xffff;
  }

  public static int identification(ByteBuffer buffer, int offset) {
    return buffer.getShort(offset + IDENTIFICATION_OFFSET) & 0xffff;
  }

  public static boolean isDontFragment(ByteBuffer buffer, int offset) {
    return (buffer.getShort(offset + FLAGS_OFFSET) & DONT_FRAGMENT) != 0;
  }

  public static boolean hasMoreFragments(ByteBuffer buffer, int offset) {
    return (buffer.getShort(offset + FLAGS_OFFSET) & MORE_FRAGMENTS) != 0;
  }

  /** Where this fragment's payload lies in the whole packet's. */
  public static int fragmentBytes(ByteBuffer buffer, int offset) {
    return (buffer.getShort(offset + FLAGS_OFFSET) & 0x1fff) * 8;
  }

  public static boolean isFragment(ByteBuffer buffer, int offset) {
    return (buffer.getShort(offset + FLAGS_OFFSET) & 0x3fff) != 0;
  }

  public static int protocol(ByteBuffer buffer, int offset) {
    return buffer.get(offset + PROTOCOL_OFFSET) & 0xff;
  }

  public static int source(ByteBuffer buffer, int offset) {
    return buffer.getInt(offset + SOURCE_OFFSET);
  }

  public static int destination(ByteBuffer buffer, int offset) {
    return buffer.getInt(offset + DESTINATION_OFFSET);
  }

  /** Folded sum of the header with its checksum: 0xffff, or 0, when that is right. */
  static int headerSum(ByteBuffer buffer, int offset) {
    return Checksum.fold(Checksum.sum(buffer, offset, headerBytes(buffer, offset)));
  }

  /** Sets both addresses and makes the header's checksum afresh. */
  static void setAddresses(ByteBuffer buffer, int offset, int source, int destination) {
    buffer.putInt(offset + SOURCE_OFFSET, source);
    buffer.putInt(offset + DESTINATION_OFFSET, destination);
    setChecksum(buffer, offset);
  }

  /** Makes the header's checksum afresh. */
  static void setChecksum(ByteBuffer buffer, int offset) {
    buffer.putShort(offset + CHECKSUM_OFFSET, (short) 0);
    buffer.putShort(
        offset + CHECKSUM_OFFSET, (short) Checksum.complement(headerSum(buffer, offset)));
  }

  /**
   * Whether the options of a well-formed packet ask for a way of their own through the network, or
   * make no sense. Such a packet could be sent on by the host it is delivered to.
   */
  static boolean hasSourceRoute(ByteBuffer buffer, int offset) {
    int end = offset + headerBytes(buffer, offset);
    int at = offset + MIN_HEADER_BYTES;
    while (at < end) {
      int type = buffer.get(at) & 0xff;
      if (type == LOOSE_SOURCE_ROUTE || type == STRICT_SOURCE_ROUTE) {
        return true;
      }
      int bytes = optionBytes(buffer, at, end);
      if (bytes == 0) {
        return type != END_OF_OPTIONS;
      }
      at += bytes;
    }
    return false;
  }

  /** Length of the option at {@code at}; 0 when it is the last or makes no sense. */
  private static int optionBytes(ByteBuffer buffer, int at, int end) {
    int type = buffer.get(at) & 0xff;
    if (type == NO_OPERATION) {
      return 1;
    }
    if (type == END_OF_OPTIONS || at + 1 >= end) {
      return 0;
    }
    int bytes = buffer.get(at + 1) & 0xff;
    return bytes < 2 || at + bytes > end ? 0 : bytes;
  }

  /**
   * Overwrites the options that belong to the first fragment only (RFC 791 section 3.1) by
   * no-operations.
   */
  static void blankUncopiedOptions(ByteBuffer buffer, int offset) {
    int end = offset + headerBytes(buffer, offset);
    int at = offset + MIN_HEADER_BYTES;
    while (at < end) {
      int bytes = optionBytes(buffer, at, end);
      if (bytes == 0) {
        return;
      }
      if ((buffer.get(at) & OPTION_COPIED) == 0) {
        for (int i = at; i < at + bytes; i++) {
          buffer.put(i, (byte) NO_OPERATION);
        }
      }
      at += bytes;
    }
  }
}
