package pqagent.crypto.tunnel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A tunnel's 32-byte public name, as a key of hash tables: the first 8 bytes decide the hash, all
 * 32 equality. The words are big-endian.
 */
public record TunnelId(long word0, long word1, long word2, long word3) {
  public static final int BYTES = 32;

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** IllegalArgumentException when there are not 32 bytes. */
  public static TunnelId of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a tunnel id has 32 bytes, not " + bytes.length);
    }
    return new TunnelId(
        (long) WORD.get(bytes, 0),
        (long) WORD.get(bytes, 8),
        (long) WORD.get(bytes, 16),
        (long) WORD.get(bytes, 24));
  }

  public byte[] bytes() {
    byte[] bytes = new byte[BYTES];
    WORD.set(bytes, 0, word0);
    WORD.set(bytes, 8, word1);
    WORD.set(bytes, 16, word2);
    WORD.set(bytes, 24, word3);
    return bytes;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(word0);
  }
}
