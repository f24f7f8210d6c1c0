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

  /** Source ports of so many flows. */
  static final int FLOWS = 50_000;

  private static final int FIRST_SOURCE_PORT = 4000;

  private InnerPacket() {}

  /** Writes one of a flow, by its number, to this port. */
  static void put(ByteBuffer buffer, int offset, InetSocketAddress sink, int flow) {
    buffer.putShort(offset, VERSION_4_HEADER_20);
    buffer.putShort(offset + 2, (short) BYTES);
    buffer.putShort(offset + 8, TIME_TO_LIVE_64_UDP);
    buffer.putShort(offset + IP_HEADER_BYTES, (short) (FIRST_SOURCE_PORT + flow));
    buffer.putShort(offset + IP_HEADER_BYTES + 2, (short) sink.getPort());
    buffer.putShort(offset + IP_HEADER_BYTES + 4, (short) (BYTES - IP_HEADER_BYTES));
    buffer.putShort(offset + IP_HEADER_BYTES + 6, (short) -1);
  }
}
