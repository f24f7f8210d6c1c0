package pqagent.crypto.primitive.mceliece;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Makes syndromes of mceliece6960119's code (Classic McEliece specification, section 5.2, ENCODE).
 * The parity-check matrix is the identity beside the public key, whose 1547 rows are 677 bytes each
 * and are read where they are.
 */
public final class GoppaEncoder {
  private static final int ROWS = 1547;
  private static final int ROW_BYTES = 677;
  private static final int ROW_WORDS = ROW_BYTES / 8;

  /** A row's whole words, and its last 32 bytes again. */
  private static final int TAIL_WORDS = ROW_WORDS + 4;

  private static final int WARM_UP_CALLS = 6000;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Set once the JVM has compiled what then runs. */
  private static boolean onVectors;

  private GoppaEncoder() {}

  /**
   * Exercises the code on vectors until the JVM has compiled it, and uses it from then on. Only for
   * machines that have vectors.
   */
  public static void switchToVectors() {
    byte[] row = new byte[ROW_BYTES];
    long[] tail = new long[TAIL_WORDS];
    for (int i = 0; i < WARM_UP_CALLS; i++) {
      tail[0] ^= VectorRow.product(row, 0, ROW_BYTES - VectorRow.BYTES, tail);
    }
    onVectors = true;
  }

  /**
   * Draws an error vector, writes its 870 bytes from an offset on, and its syndrome of 194 bytes.
   *
   * @param publicKey with rows whose padding is zero
   */
  public static void encode(
      byte[] publicKey, byte[] syndrome, byte[] error, int offset, SecureRandom random) {
    long[] bits = new long[FixedWeight.WORDS];
    long[] tail = new long[TAIL_WORDS];
    FixedWeight.draw(bits, random);
    for (int at = 0; at < GoppaDecoder.ERROR_BYTES; at++) {
      error[offset + at] = (byte) (bits[at / 8] >>> (8 * at));
    }
    for (int i = 0; i <= ROW_WORDS; i++) {
      int word = ROWS / 64 + i;
      long next = word + 1 < bits.length ? bits[word + 1] : 0;
      tail[i] = bits[word] >>> ROWS | next << -ROWS;
    }
    // A row's end is read with the row's last byte on top: of it, only the bytes left over count.
    tail[TAIL_WORDS - 1] = tail[ROW_WORDS] << 64 - ROW_BYTES % 8 * 8;
    tail[ROW_WORDS] = 0;
    Arrays.fill(syndrome, (byte) 0);
    for (int row = 0; row < ROWS; row++) {
      int at = row * ROW_BYTES;
      long sum =
          onVectors
              ? VectorRow.product(publicKey, at, at + ROW_BYTES - VectorRow.BYTES, tail)
              : product(publicKey, at, tail);
      sum ^= bits[row / 64] >>> row & 1;
      syndrome[row / 8] |= (byte) ((Long.bitCount(sum) & 1) << row % 8);
    }
    Arrays.fill(bits, 0);
    Arrays.fill(tail, 0);
  }

  /** Words whose bits sum up to the row times the tail; four sums, for the processor's sake. */
  private static long product(byte[] publicKey, int row, long[] tail) {
    long sum0 = (long) LONG.get(publicKey, row + ROW_BYTES - 8) & tail[TAIL_WORDS - 1];
    long sum1 = 0;
    long sum2 = 0;
    long sum3 = 0;
    for (int i = 0; i < ROW_WORDS; i += 4) {
      int at = row + 8 * i;
      sum0 ^= (long) LONG.get(publicKey, at) & tail[i];
      sum1 ^= (long) LONG.get(publicKey, at + 8) & tail[i + 1];
      sum2 ^= (long) LONG.get(publicKey, at + 16) & tail[i + 2];
      sum3 ^= (long) LONG.get(publicKey, at + 24) & tail[i + 3];
    }
    return sum0 ^ sum1 ^ sum2 ^ sum3;
  }
}
