package pqagent.crypto.primitive.mceliece;

import static pqagent.crypto.primitive.mceliece.BitslicedField.BITS;
import static pqagent.crypto.primitive.mceliece.BitslicedField.BLOCK;
import static pqagent.crypto.primitive.mceliece.BitslicedField.ROW;

import java.util.Arrays;

/**
 * Evaluates a polynomial of 128 coefficients at all 8192 elements of the field, and the transpose
 * of it (Gao, Mateer, "Additive fast Fourier transforms over finite fields", 2010; McBits, sections
 * 3 and 4).
 *
 * <p>Point x, of index bits x_j, is the sum of x_j z^(12 - j). With f = f0(X² + X) + X f1(X² + X),
 * u = f0(p² + p) and v = f1(p² + p): f(p) = u + p v and f(p + 1) = f(p) + v. Seven such levels
 * leave constants; before each, f0 and f1 are scaled so that the next space has 1 for its last
 * basis element.
 *
 * <p>A level joins blocks of points. Where its halves are smaller than a block, the words are in
 * another order ({@link #transposeWords}), in which they are not.
 */
final class AdditiveFft {
  static final int POINTS = 8192;
  static final int WORDS = POINTS / 64;
  static final int BLOCKS = WORDS / ROW;

  /** Coefficients of a polynomial, which are the first two words of each row of a block. */
  static final int COEFFICIENTS = 128;

  /** Element of the point with each index. */
  static final long[] ELEMENTS = new long[BLOCKS * BLOCK];

  private static final int LEVELS = 7;

  /** Levels whose halves are blocks when words are in order. */
  private static final int WIDE_LEVELS = 4;

  /** For each level, the points of the lower half of its space, in the order of its words. */
  private static final long[][] FACTORS = new long[LEVELS][];

  /** For each level but the last, what its coefficients are scaled by. */
  private static final long[][] TWISTS = new long[LEVELS - 1][BLOCK];

  static {
    int[] basis = new int[BITS];
    for (int i = 0; i < BITS; i++) {
      basis[i] = 1 << (BITS - 1 - i);
    }
    span(basis, BITS, ELEMENTS);
    for (int level = 0; level < LEVELS; level++) {
      int dimension = BITS - 1 - level;
      long[] points = new long[BLOCKS * BLOCK];
      span(basis, dimension, points);
      FACTORS[level] = level < WIDE_LEVELS ? points : spread(points);
      for (int i = 0; i < dimension; i++) {
        basis[i] ^= BitslicedField.multiply(basis[i], basis[i]);
      }
      int scale = basis[dimension - 1];
      int unscale = BitslicedField.invert(scale);
      for (int i = 0; i < dimension; i++) {
        basis[i] = BitslicedField.multiply(basis[i], unscale);
      }
      if (level < LEVELS - 1) {
        twist(TWISTS[level], level, scale);
      }
    }
  }

  private AdditiveFft() {}

  private static void span(int[] basis, int dimension, long[] points) {
    for (int x = 0; x < 1 << dimension; x++) {
      int point = 0;
      for (int i = 0; i < dimension; i++) {
        point ^= basis[i] * (x >> i & 1);
      }
      BitslicedField.put(points, x, point);
    }
  }

  /** The first words of the first row, each over a block of its own. */
  private static long[] spread(long[] points) {
    long[] blocks = new long[ROW * BLOCK];
    for (int at = 0; at < blocks.length; at++) {
      blocks[at] = points[at % BLOCK / ROW * ROW + at / BLOCK];
    }
    return blocks;
  }

  private static void twist(long[] twists, int level, int scale) {
    int power = 1;
    for (int i = 0; i < COEFFICIENTS >> (level + 1); i++) {
      for (int j = 0; j < 2 << level; j++) {
        BitslicedField.put(twists, (i << (level + 1)) + j, power);
      }
      power = BitslicedField.multiply(power, scale);
    }
  }

  /** Overwrites the coefficients, a block; values and work have 16 blocks. */
  static void evaluate(long[] values, long[] coefficients, long[] work) {
    for (int level = 0; level < LEVELS - 1; level++) {
      for (int quarter = 32; quarter >= 1 << level; quarter >>= 1) {
        expand(coefficients, quarter);
      }
      BitslicedField.multiply(coefficients, 0, coefficients, 0, TWISTS[level], 0);
    }
    for (int word = 0; word < WORDS; word++) {
      int coefficient = coefficientOf(word);
      int to = word / ROW * BLOCK + word % ROW;
      for (int row = 0; row < BLOCK; row += ROW) {
        work[to + row] = -(coefficients[row + coefficient / 64] >>> coefficient & 1);
      }
    }
    for (int level = LEVELS - 1; level >= WIDE_LEVELS; level--) {
      butterflies(work, 1 << (LEVELS - 1 - level), FACTORS[level]);
    }
    transposeWords(values, work, BLOCKS);
    for (int level = WIDE_LEVELS - 1; level >= 0; level--) {
      butterflies(values, 1 << (WIDE_LEVELS - 1 - level), FACTORS[level]);
    }
  }

  /** Coefficient j of the result is the sum of value · point^j; overwrites the values. */
  static void transpose(long[] coefficients, long[] values, long[] work) {
    for (int level = 0; level < WIDE_LEVELS; level++) {
      transposedButterflies(values, 1 << (WIDE_LEVELS - 1 - level), FACTORS[level]);
    }
    transposeWords(work, values, ROW);
    for (int level = WIDE_LEVELS; level < LEVELS; level++) {
      transposedButterflies(work, 1 << (LEVELS - 1 - level), FACTORS[level]);
    }
    Arrays.fill(coefficients, 0);
    for (int word = 0; word < WORDS; word++) {
      int coefficient = coefficientOf(word);
      int from = word / ROW * BLOCK + word % ROW;
      for (int row = 0; row < BLOCK; row += ROW) {
        long parity = Long.bitCount(work[from + row]) & 1;
        coefficients[row + coefficient / 64] |= parity << coefficient;
      }
    }
    for (int level = LEVELS - 2; level >= 0; level--) {
      BitslicedField.multiply(coefficients, 0, coefficients, 0, TWISTS[level], 0);
      for (int quarter = 1 << level; quarter <= 32; quarter <<= 1) {
        transposedExpand(coefficients, quarter);
      }
    }
  }

  /**
   * Coefficient that the last level leaves in a word, in the order of the last levels. Level 0
   * parts even from odd coefficients and is the last to join halves: bits reversed.
   */
  private static int coefficientOf(int word) {
    return Integer.reverse(word % ROW * BLOCKS + word / ROW) >>> (32 - LEVELS);
  }

  /**
   * Word {@code i + j n} of the points, of 128, becomes {@code j + i (128 / n)}: from the order of
   * the last levels to that of the first with n = 16, back with n = 8.
   */
  private static void transposeWords(long[] out, long[] in, int n) {
    for (int block = 0; block < BLOCKS; block++) {
      for (int column = 0; column < ROW; column++) {
        int word = block * ROW + column;
        int to = block * BLOCK + column;
        int other = word % n * (WORDS / n) + word / n;
        int from = other / ROW * BLOCK + other % ROW;
        for (int row = 0; row < BLOCK; row += ROW) {
          out[to + row] = in[from + row];
        }
      }
    }
  }

  /** Halves are that many blocks. */
  private static void butterflies(long[] values, int blocks, long[] factors) {
    long[] product = new long[BLOCK];
    int half = blocks * BLOCK;
    for (int start = 0; start < values.length; start += 2 * half) {
      for (int at = 0; at < half; at += BLOCK) {
        int u = start + at;
        int v = u + half;
        BitslicedField.multiply(product, 0, values, v, factors, at);
        BitslicedField.add(values, u, product, 0);
        BitslicedField.add(values, v, values, u);
      }
    }
    Arrays.fill(product, 0);
  }

  private static void transposedButterflies(long[] values, int blocks, long[] factors) {
    long[] product = new long[BLOCK];
    int half = blocks * BLOCK;
    for (int start = 0; start < values.length; start += 2 * half) {
      for (int at = 0; at < half; at += BLOCK) {
        int u = start + at;
        int v = u + half;
        BitslicedField.add(values, u, values, v);
        BitslicedField.multiply(product, 0, values, u, factors, at);
        BitslicedField.add(values, v, product, 0);
      }
    }
    Arrays.fill(product, 0);
  }

  /**
   * A step of the Taylor expansion at X² + X: of quarters A B C D, C becomes C + D and B becomes B
   * + C + D.
   */
  private static void expand(long[] words, int quarter) {
    for (int row = 0; row < BLOCK; row += ROW) {
      if (quarter == 32) {
        words[row + 1] ^= words[row + 1] >>> 32;
        words[row] ^= words[row + 1] << 32;
      } else {
        for (int at = row; at <= row + 1; at++) {
          words[at] ^= words[at] >>> quarter & thirdQuarters(quarter);
          words[at] ^= words[at] >>> quarter & thirdQuarters(quarter) >>> quarter;
        }
      }
    }
  }

  private static void transposedExpand(long[] words, int quarter) {
    for (int row = 0; row < BLOCK; row += ROW) {
      if (quarter == 32) {
        words[row + 1] ^= words[row] >>> 32;
        words[row + 1] ^= words[row + 1] << 32;
      } else {
        for (int at = row; at <= row + 1; at++) {
          words[at] ^= (words[at] & thirdQuarters(quarter) >>> quarter) << quarter;
          words[at] ^= (words[at] & thirdQuarters(quarter)) << quarter;
        }
      }
    }
  }

  /** Ones where the third of each four runs of that many bits is. */
  private static long thirdQuarters(int quarter) {
    return switch (quarter) {
      case 1 -> 0x4444444444444444L;
      case 2 -> 0x3030303030303030L;
      case 4 -> 0x0f000f000f000f00L;
      case 8 -> 0x00ff000000ff0000L;
      default -> 0x0000ffff00000000L;
    };
  }
}
