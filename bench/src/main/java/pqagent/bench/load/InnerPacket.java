package pqagent.bench.load;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * A UDP packet as it stands in a tunnel: to 0.0.0.0, which the server replaces, as it does the
 * source and the checksums (PROTOCOL.md section 6).
 */
final class InnerPacket {
  static final int BYTES = 64;

  private static final int IP_HEADER_BYTES = 20;
  private static final short VERSION_4_HEADER_20 = 0x4500;
  private static final short TIME_TO_LIVE_64_UDP = 0x4011;
  private static final short SOURCE_PORT = 4000;

  private InnerPacket() {}

  /** Writes one to this port. */
  static void put(ByteBuffer buffer, int offset, InetSocketAddress sink) {
    buffer.putShort(offset, VERSION_4_HEADER_20);
    buffer.putShort(offset + 2, (short) BYTES);
    buffer.putShort(offset + 8, TIME_TO_LIVE_64_UDP);
    buffer.putShort(offset + IP_HEADER_BYTES, SOURCE_PORT);
    buffer.putShort(offset + IP_HEADER_BYTES + 2, (short) sink.getPort());
    buffer.putShort(offset + IP_HEADER_BYTES + 4, (short) (BYTES - IP_HEADER_BYTES));
    buffer.putShort(offset + IP_HEADER_BYTES + 6, (short) -1);
  }
}
