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
    byte[] tail = new byte[ROW_BYTES + VectorRow.STEP];
    for (int i = 0; i < WARM_UP_CALLS; i++) {
      tail[0] ^= (byte) VectorRow.product(row, 0, ROW_BYTES, tail);
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
    int step = onVectors ? VectorRow.STEP : Long.BYTES;
    byte[] tail = new byte[ROW_BYTES + step];
    FixedWeight.draw(bits, random);
    for (int at = 0; at < GoppaDecoder.ERROR_BYTES; at++) {
      error[offset + at] = (byte) (bits[at / 8] >>> (8 * at));
    }
    fillTail(tail, step, bits);
    Arrays.fill(syndrome, (byte) 0);
    for (int row = 0; row < ROWS; row++) {
      int at = row * ROW_BYTES;
      long sum =
          onVectors
              ? VectorRow.product(publicKey, at, ROW_BYTES, tail)
              : product(publicKey, at, tail);
      sum ^= bits[row / 64] >>> row & 1;
      syndrome[row / 8] |= (byte) ((Long.bitCount(sum) & 1) << row % 8);
    }
    Arrays.fill(bits, 0);
    Arrays.fill(tail, (byte) 0);
  }

  /**
   * The bits of the error that a row is multiplied by, as the row has them. Behind them, what its
   * last {@code step} bytes are multiplied by, when it was read in steps before: the bytes that
   * were left over.
   */
  private static void fillTail(byte[] tail, int step, long[] bits) {
    for (int i = 0; i <= ROW_WORDS; i++) {
      int word = ROWS / 64 + i;
      long next = word + 1 < bits.length ? bits[word + 1] : 0;
      LONG.set(tail, Long.BYTES * i, bits[word] >>> ROWS | next << -ROWS);
    }
    Arrays.fill(tail, ROW_BYTES, tail.length, (byte) 0);
    int left = ROW_BYTES % step;
    System.arraycopy(tail, ROW_BYTES - left, tail, tail.length - left, left);
  }

  /** A word whose bits sum up to the row times the tail; four sums, for the processor's sake. */
  private static long product(byte[] publicKey, int row, byte[] tail) {
    long sum0 =
        (long) LONG.get(publicKey, row + ROW_BYTES - Long.BYTES) & (long) LONG.get(tail, ROW_BYTES);
    long sum1 = 0;
    long sum2 = 0;
    long sum3 = 0;
    for (int at = 0; at < Long.BYTES * ROW_WORDS; at += 4 * Long.BYTES) {
      int in = row + at;
      sum0 ^= (long) LONG.get(publicKey, in) & (long) LONG.get(tail, at);
      sum1 ^= (long) LONG.get(publicKey, in + 8) & (long) LONG.get(tail, at + 8);
      sum2 ^= (long) LONG.get(publicKey, in + 16) & (long) LONG.get(tail, at + 16);
      sum3 ^= (long) LONG.get(publicKey, in + 24) & (long) LONG.get(tail, at + 24);
    }
    return sum0 ^ sum1 ^ sum2 ^ sum3;
  }
}
