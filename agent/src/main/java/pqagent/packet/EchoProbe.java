package pqagent.packet;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * An ICMP echo request (RFC 792) for the inside of a tunnel, and its answer: what makes a peer send
 * that answers no empty packet, and shows whether a packet of its size arrives. Without addresses,
 * as the receiver puts in its own. A peer of ours answers by itself; another's kernel does, and may
 * cut its answer, as large as the request, into fragments: the first one is enough.
 */
public final class EchoProbe {
  /** The smallest request, and every answer of ours. */
  public static final int MIN_BYTES = 36;

  private static final byte ECHO_REPLY = 0;
  private static final byte ECHO_REQUEST = 8;
  private static final int SEQUENCE_OFFSET = Ip.MIN_HEADER_BYTES + 6;
  private static final int IDENTIFIER_OFFSET = Ip.MIN_HEADER_BYTES + 4;
  private static final int MAGIC_OFFSET = Ip.MIN_HEADER_BYTES + Icmp.HEADER_BYTES;
  private static final short IDENTIFIER = 0x7071;

  /** No ping of an application begins its data so. */
  private static final long MAGIC = 0x7071_6167_656e_7421L;

  private static final byte[] SMALLEST =
      HexFormat.of()
          .parseHex(
              "4500002400004000" // version, 20 bytes of header, 36 in all, don't fragment
                  + "40010000" // time to live 64, ICMP, room for the checksum
                  + "0000000000000000" // from, to
                  + "0800000070710000" // echo request, room for the checksum, "pq", sequence
                  + "70716167656e7421"); // "pqagent!"

  private EchoProbe() {}

  /**
   * Writes a request.
   *
   * @param buffer big-endian
   * @param bytes its whole length, {@link #MIN_BYTES} to 65535
   * @param sequence to know the answer by, 0 to 65535
   */
  public static void writeRequest(ByteBuffer buffer, int offset, int bytes, int sequence) {
    write(buffer, offset, ECHO_REQUEST, bytes, sequence);
  }

  /** Writes the answer to a request, of {@link #MIN_BYTES} however long that was. */
  public static void writeAnswer(ByteBuffer buffer, int offset, int sequence) {
    write(buffer, offset, ECHO_REPLY, MIN_BYTES, sequence);
  }

  /** Whether an inner packet as it came out of a tunnel is a request or an answer. */
  public static boolean isProbe(ByteBuffer buffer, int offset, int length) {
    return length >= MIN_BYTES
        && Ip.protocol(buffer, offset) == Icmp.PROTOCOL
        && buffer.get(offset) == SMALLEST[0]
        && Ip.fragmentBytes(buffer, offset) == 0
        && isEcho(Icmp.type(buffer, offset + Ip.MIN_HEADER_BYTES))
        && buffer.getShort(offset + IDENTIFIER_OFFSET) == IDENTIFIER
        && buffer.getLong(offset + MAGIC_OFFSET) == MAGIC;
  }

  /** Whether a probe is a request. */
  public static boolean isRequest(ByteBuffer buffer, int offset) {
    return Icmp.type(buffer, offset + Ip.MIN_HEADER_BYTES) == ECHO_REQUEST;
  }

  /** A probe's sequence number, 0 to 65535. */
  public static int sequence(ByteBuffer buffer, int offset) {
    return Short.toUnsignedInt(buffer.getShort(offset + SEQUENCE_OFFSET));
  }

  private static boolean isEcho(int type) {
    return type == ECHO_REPLY || type == ECHO_REQUEST;
  }

  private static void write(ByteBuffer buffer, int offset, byte type, int bytes, int sequence) {
    int icmp = offset + Ip.MIN_HEADER_BYTES;
    buffer.put(offset, SMALLEST);
    buffer.put(offset + MIN_BYTES, new byte[bytes - MIN_BYTES]);
    buffer.putShort(offset + Ip.TOTAL_LENGTH_OFFSET, (short) bytes);
    buffer.put(icmp, type);
    buffer.putShort(offset + SEQUENCE_OFFSET, (short) sequence);
    Ip.setChecksum(buffer, offset);
    buffer.putShort(
        icmp + Icmp.CHECKSUM_OFFSET,
        (short) Checksum.of(Checksum.sum(buffer, icmp, MIN_BYTES - Ip.MIN_HEADER_BYTES)));
  }
}
