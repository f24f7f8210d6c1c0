package pqagent.crypto.primitive.sntrup;

import static pqagent.crypto.primitive.sntrup.Ring.P;

import java.util.Arrays;

/**
 * Codes 761 numbers below a modulus as bytes: neighbours are joined, r0 + m0 r1 below m0 m1, of
 * which bytes are written while the modulus is 2^14 or more; what is left is coded likewise, half
 * as many numbers (NTRU Prime: round 3, section 3.4, Encode and Decode). Moduli are the same for
 * all inputs; the numbers are neither branched on nor divided by.
 */
final class RadixCode {
  private static final int LIMIT = 16384;
  private static final int RECIPROCAL_BITS = 44;

  /** For each level, the modulus of each number. */
  private final int[][] moduli;

  /** 2^44 / modulus, rounded up: quotients are exact for dividends below 2^30. */
  private final long[][] reciprocals;

  RadixCode(int modulus) {
    int levels = 1 + (32 - Integer.numberOfLeadingZeros(P - 1));
    moduli = new int[levels][];
    reciprocals = new long[levels][];
    int[] level = new int[P];
    Arrays.fill(level, modulus);
    for (int i = 0; i < levels; i++) {
      moduli[i] = level;
      reciprocals[i] =
          Arrays.stream(level).mapToLong(m -> Math.ceilDiv(1L << RECIPROCAL_BITS, m)).toArray();
      level = next(level);
    }
  }

  private static int[] next(int[] level) {
    int[] next = new int[(level.length + 1) / 2];
    for (int i = 0; i < next.length; i++) {
      next[i] = level[2 * i];
      if (2 * i + 1 < level.length) {
        next[i] *= level[2 * i + 1];
        while (next[i] >= LIMIT) {
          next[i] = (next[i] + 255) >> 8;
        }
      }
    }
    return next;
  }

  /** Writes the bytes from an offset on and returns where they end; overwrites the numbers. */
  int encode(byte[] out, int offset, int[] numbers) {
    int at = offset;
    for (int[] level : moduli) {
      int last = level.length - 1;
      if (last == 0) {
        for (int left = level[0]; left > 1; left = (left + 255) >> 8) {
          out[at++] = (byte) numbers[0];
          numbers[0] >>>= 8;
        }
      }
      for (int i = 0; i < last; i += 2) {
        int joined = numbers[i] + level[i] * numbers[i + 1];
        for (int left = level[i] * level[i + 1]; left >= LIMIT; left = (left + 255) >> 8) {
          out[at++] = (byte) joined;
          joined >>>= 8;
        }
        numbers[i / 2] = joined;
      }
      numbers[last / 2] = last % 2 == 0 ? numbers[last] : numbers[last / 2];
    }
    return at;
  }

  /** Reads the numbers of any bytes from an offset on. */
  void decode(int[] numbers, byte[] in, int offset) {
    int top = moduli.length - 1;
    int[][] low = new int[top][];
    int at = offset;
    for (int i = 0; i < top; i++) {
      int[] level = moduli[i];
      low[i] = new int[level.length / 2];
      for (int pair = 0; pair < low[i].length; pair++) {
        int shift = 0;
        for (int left = joined(level, pair); left >= LIMIT; left = (left + 255) >> 8) {
          low[i][pair] |= (in[at++] & 255) << shift;
          shift += 8;
        }
      }
    }
    int rest = 0;
    int shift = 0;
    for (int left = moduli[top][0]; left > 1; left = (left + 255) >> 8) {
      rest |= (in[at++] & 255) << shift;
      shift += 8;
    }
    numbers[0] = remainder(rest, top, 0);
    for (int i = top - 1; i >= 0; i--) {
      int[] level = moduli[i];
      int last = level.length - 1;
      if (last % 2 == 0) {
        numbers[last] = numbers[last / 2];
      }
      for (int pair = low[i].length - 1; pair >= 0; pair--) {
        int joined = low[i][pair] + (numbers[pair] << bits(joined(level, pair)));
        int high = quotient(joined, i, 2 * pair);
        numbers[2 * pair] = joined - high * level[2 * pair];
        numbers[2 * pair + 1] = remainder(high, i, 2 * pair + 1);
      }
      Arrays.fill(low[i], 0);
    }
  }

  private static int joined(int[] level, int pair) {
    return level[2 * pair] * level[2 * pair + 1];
  }

  /** Bits that were written of a joined number. */
  private static int bits(int modulus) {
    int bits = 0;
    for (int left = modulus; left >= LIMIT; left = (left + 255) >> 8) {
      bits += 8;
    }
    return bits;
  }

  private int quotient(int number, int level, int i) {
    return (int) (number * reciprocals[level][i] >>> RECIPROCAL_BITS);
  }

  private int remainder(int number, int level, int i) {
    return number - quotient(number, level, i) * moduli[level][i];
  }
}
