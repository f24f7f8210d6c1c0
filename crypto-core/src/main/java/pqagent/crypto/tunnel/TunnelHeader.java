package pqagent.crypto.tunnel;

import java.nio.ByteBuffer;

/** The first 40 bytes of a tunnel packet, which are its associated data (PROTOCOL.md section 6). */
public final class TunnelHeader {
  public static final int BYTES = 40;
  public static final int TUNNEL_ID_OFFSET = 2;
  public static final int TUNNEL_ID_BYTES = 32;
  public static final int EPOCH_OFFSET = 34;
  public static final int COUNTER_OFFSET = 36;
  public static final int TAG_BYTES = 16;
  public static final int OVERHEAD_BYTES = BYTES + TAG_BYTES;

  private TunnelHeader() {}

  /** Whether the first two bytes say "tunnel packet" and there is room for header and tag. */
  public static boolean isTunnelPacket(ByteBuffer buffer, int offset, int length) {
    throw new UnsupportedOperationException("not yet");
  }
}
