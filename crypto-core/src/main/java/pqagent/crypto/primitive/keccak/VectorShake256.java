package pqagent.crypto.primitive.keccak;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * SHAKE256 with 32 bytes of output (FIPS 202, sections 4 and 6.2) of messages of one length that
 * stand one behind the other, as many at once as there are lanes. For public bytes: nothing is
 * zeroed.
 */
public final class VectorShake256 {
  private static final int WORD = 8;
  static final int HASH_BYTES = 32;
  private static final int RATE_BYTES = 136;
  static final int STATES = VectorPermutation.STATES;
  private static final int WORDS = 25;
  private static final byte SUFFIX = 0x1f;
  private static final byte LAST = (byte) 0x80;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private VectorShake256() {}

  /** Writes the hashes of {@code count} messages, one behind the other. */
  public static void hashEach(byte[] in, int offset, int messageBytes, int count, byte[] out) {
    long[] states = new long[WORDS * STATES];
    byte[] lastBlock = new byte[RATE_BYTES];
    for (int first = 0; first < count; first += STATES) {
      int present = Math.min(STATES, count - first);
      int start = offset + first * messageBytes;
      Arrays.fill(states, 0);
      int at = 0;
      for (; at + RATE_BYTES <= messageBytes; at += RATE_BYTES) {
        for (int i = 0; i < present; i++) {
          absorb(states, i, in, start + i * messageBytes + at);
        }
        VectorPermutation.permute(states);
      }
      int rest = messageBytes - at;
      for (int i = 0; i < present; i++) {
        System.arraycopy(in, start + i * messageBytes + at, lastBlock, 0, rest);
        Arrays.fill(lastBlock, rest, RATE_BYTES, (byte) 0);
        lastBlock[rest] = SUFFIX;
        lastBlock[RATE_BYTES - 1] |= LAST;
        absorb(states, i, lastBlock, 0);
      }
      VectorPermutation.permute(states);
      for (int i = 0; i < present; i++) {
        for (int word = 0; word < HASH_BYTES / WORD; word++) {
          LONG.set(out, (first + i) * HASH_BYTES + word * WORD, states[word * STATES + i]);
        }
      }
    }
  }

  private static void absorb(long[] states, int i, byte[] block, int offset) {
    for (int word = 0; word < RATE_BYTES / WORD; word++) {
      states[word * STATES + i] ^= (long) LONG.get(block, offset + word * WORD);
    }
  }
}
