package pqagent.crypto.tunnel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The first 40 bytes of a tunnel packet, which are its associated data (PROTOCOL.md section 6). All
 * access is absolute; a buffer's position, limit and byte order play no part.
 *
 * <pre>
 *  0      2                                 34      36              40               n-16        n
 *  +------+---------------------------------+-------+---------------+----------------+-----------+
 *  |02 00 |            tunnel id            | epoch |    counter    |  inner packet  |    tag    |
 *  +------+---------------------------------+-------+---------------+----------------+-----------+
 *            32 bytes                         BE16        BE32          ciphertext
 * </pre>
 */
public final class TunnelHeader {
  public static final int BYTES = 40;
  public static final int TUNNEL_ID_OFFSET = 2;
  public static final int TUNNEL_ID_BYTES = 32;
  public static final int EPOCH_OFFSET = 34;
  public static final int COUNTER_OFFSET = 36;
  public static final int TAG_BYTES = 16;
  public static final int OVERHEAD_BYTES = BYTES + TAG_BYTES;

  private static final short TYPE = 0x0200;

  private static final VarHandle SHORT =
      MethodHandles.byteBufferViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private TunnelHeader() {}

  /** Whether the first two bytes say "tunnel packet" and there is room for header and tag. */
  public static boolean isTunnelPacket(ByteBuffer buffer, int offset, int length) {
    return length >= OVERHEAD_BYTES && (short) SHORT.get(buffer, offset) == TYPE;
  }

  /** The id in a packet that {@link #isTunnelPacket} is true of. */
  public static TunnelId tunnelId(ByteBuffer buffer, int offset) {
    return new TunnelId(
        word(buffer, offset, 0),
        word(buffer, offset, 1),
        word(buffer, offset, 2),
        word(buffer, offset, 3));
  }

  /** Whether the packet carries this id; makes no object. */
  public static boolean hasTunnelId(ByteBuffer buffer, int offset, TunnelId id) {
    return word(buffer, offset, 0) == id.word0()
        && word(buffer, offset, 1) == id.word1()
        && word(buffer, offset, 2) == id.word2()
        && word(buffer, offset, 3) == id.word3();
  }

  public static int epoch(ByteBuffer buffer, int offset) {
    return Short.toUnsignedInt((short) SHORT.get(buffer, offset + EPOCH_OFFSET));
  }

  public static long counter(ByteBuffer buffer, int offset) {
    return Integer.toUnsignedLong((int) INT.get(buffer, offset + COUNTER_OFFSET));
  }

  static void write(ByteBuffer buffer, int offset, TunnelId id, int epoch, long counter) {
    SHORT.set(buffer, offset, TYPE);
    LONG.set(buffer, offset + TUNNEL_ID_OFFSET, id.word0());
    LONG.set(buffer, offset + TUNNEL_ID_OFFSET + 8, id.word1());
    LONG.set(buffer, offset + TUNNEL_ID_OFFSET + 16, id.word2());
    LONG.set(buffer, offset + TUNNEL_ID_OFFSET + 24, id.word3());
    SHORT.set(buffer, offset + EPOCH_OFFSET, (short) epoch);
    INT.set(buffer, offset + COUNTER_OFFSET, (int) counter);
  }

  private static long word(ByteBuffer buffer, int offset, int index) {
    return (long) LONG.get(buffer, offset + TUNNEL_ID_OFFSET + 8 * index);
  }
}
