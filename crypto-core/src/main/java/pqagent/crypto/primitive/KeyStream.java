package pqagent.crypto.primitive;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * {@code KDF}: keys cut from a ChaCha20 key stream in Bernstein's original form, with a counter of
 * 64 bits and a nonce of 64 bits (Bernstein, "ChaCha, a variant of Salsa20", 2008; PROTOCOL.md
 * section 1).
 */
public final class KeyStream {
  public static final int KEY_BYTES = 32;

  private static final int BLOCK_BYTES = 64;
  private static final int INPUT_BYTES = 32;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private KeyStream() {}

  /**
   * {@code KDF(n, key)}: writes n keys of 32 bytes. {@code out} may be the array of {@code key}.
   */
  public static void derive(int n, byte[] key, int keyOffset, byte[] out, int outOffset) {
    stream(key, keyOffset, 0, 0, out, outOffset, n * KEY_BYTES);
  }

  /** {@code KDF(n, key, input)} with 32 bytes of input. */
  public static void derive(
      int n, byte[] key, int keyOffset, byte[] input, byte[] out, int outOffset) {
    Lengths.require("input", input, INPUT_BYTES);
    byte[] inner = new byte[KEY_BYTES];
    stream(key, keyOffset, word(input, 0), word(input, 8), inner, 0, KEY_BYTES);
    stream(inner, 0, word(input, 16), word(input, 24), out, outOffset, n * KEY_BYTES);
    Arrays.fill(inner, (byte) 0);
  }

  private static long word(byte[] bytes, int offset) {
    return (long) LONGS.get(bytes, offset);
  }

  private static void stream(
      byte[] key, int keyOffset, long counter, long nonce, byte[] out, int outOffset, int length) {
    long key0 = word(key, keyOffset);
    long key1 = word(key, keyOffset + 8);
    long key2 = word(key, keyOffset + 16);
    long key3 = word(key, keyOffset + 24);
    int whole = length - length % BLOCK_BYTES;
    for (int at = 0; at < whole; at += BLOCK_BYTES) {
      ChaChaBlock.write(key0, key1, key2, key3, counter++, nonce, out, outOffset + at, true);
    }
    if (whole < length) {
      ChaChaBlock.write(key0, key1, key2, key3, counter, nonce, out, outOffset + whole, false);
    }
  }
}
