package pqagent.packet;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * An ICMP echo request (RFC 792) for the inside of a tunnel, and its answer: what makes a peer send
 * that answers no empty packet. Without addresses, as the receiver puts in its own.
 */
public final class EchoProbe {
  public static final int BYTES = Ip.MIN_HEADER_BYTES + Icmp.HEADER_BYTES;

  private static final int ECHO_REPLY = 0;
  private static final int IDENTIFIER_OFFSET = 4;

  /** Identifier ("pq") and sequence number. */
  private static final int MARK = 0x70710000;

  private static final byte[] REQUEST =
      HexFormat.of()
          .parseHex(
              "4500001c00004000" // version, 20 bytes of header, 28 in all, don't fragment
                  + "40013ae2" // time to live 64, ICMP, checksum
                  + "0000000000000000" // from, to
                  + "0800878e70710000"); // echo request, checksum, mark

  private EchoProbe() {}

  /** Writes a request of {@link #BYTES}. */
  public static void write(ByteBuffer buffer, int offset) {
    buffer.put(offset, REQUEST);
  }

  /** Whether an inner packet as it came out of a tunnel is the answer to a request. */
  public static boolean isAnswer(ByteBuffer buffer, int offset, int length) {
    int icmp = offset + Ip.MIN_HEADER_BYTES;
    return length == BYTES
        && buffer.get(offset) == REQUEST[0]
        && Ip.protocol(buffer, offset) == Icmp.PROTOCOL
        && Icmp.type(buffer, icmp) == ECHO_REPLY
        && buffer.getInt(icmp + IDENTIFIER_OFFSET) == MARK;
  }
}
