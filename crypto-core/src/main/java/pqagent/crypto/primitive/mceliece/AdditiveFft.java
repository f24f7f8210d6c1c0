package pqagent.crypto.primitive.mceliece;

import static pqagent.crypto.primitive.mceliece.BitslicedField.BITS;

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
 */
final class AdditiveFft {
  static final int POINTS = 8192;
  static final int WORDS = POINTS / 64;
  static final int COEFFICIENTS = 128;
  static final int COEFFICIENT_WORDS = COEFFICIENTS / 64;

  /** Element of the point with each index. */
  static final long[] ELEMENTS = new long[WORDS * BITS];

  private static final int LEVELS = 7;

  /** For each level, the points of the lower half of its space. */
  private static final long[][] FACTORS = new long[LEVELS][];

  /** For each level but the last, what its coefficients are scaled by. */
  private static final long[][] TWISTS = new long[LEVELS - 1][COEFFICIENT_WORDS * BITS];

  static {
    int[] basis = new int[BITS];
    for (int i = 0; i < BITS; i++) {
      basis[i] = 1 << (BITS - 1 - i);
    }
    span(basis, BITS, ELEMENTS);
    for (int level = 0; level < LEVELS; level++) {
      int dimension = BITS - 1 - level;
      FACTORS[level] = new long[((1 << dimension) / 64) * BITS];
      span(basis, dimension, FACTORS[level]);
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

  private static void twist(long[] twists, int level, int scale) {
    int power = 1;
    for (int i = 0; i < COEFFICIENTS >> (level + 1); i++) {
      for (int j = 0; j < 2 << level; j++) {
        BitslicedField.put(twists, (i << (level + 1)) + j, power);
      }
      power = BitslicedField.multiply(power, scale);
    }
  }

  /** Overwrites the coefficients (2 words a bit); values has 128 words a bit. */
  static void evaluate(long[] values, long[] coefficients) {
    for (int level = 0; level < LEVELS - 1; level++) {
      for (int quarter = 32; quarter >= 1 << level; quarter >>= 1) {
        expand(coefficients, quarter);
      }
      scale(coefficients, TWISTS[level]);
    }
    for (int word = 0; word < WORDS; word++) {
      int coefficient = coefficientOf(word);
      for (int i = 0; i < BITS; i++) {
        values[word * BITS + i] = -(coefficients[coefficient / 64 * BITS + i] >>> coefficient & 1);
      }
    }
    for (int level = LEVELS - 1; level >= 0; level--) {
      butterflies(values, level);
    }
  }

  /** Coefficient j of the result is the sum of value · point^j; overwrites the values. */
  static void transpose(long[] coefficients, int offset, long[] values) {
    for (int level = 0; level < LEVELS; level++) {
      transposedButterflies(values, level);
    }
    Arrays.fill(coefficients, offset, offset + COEFFICIENT_WORDS * BITS, 0);
    for (int word = 0; word < WORDS; word++) {
      int coefficient = coefficientOf(word);
      for (int i = 0; i < BITS; i++) {
        long parity = Long.bitCount(values[word * BITS + i]) & 1;
        coefficients[offset + coefficient / 64 * BITS + i] |= parity << coefficient;
      }
    }
    for (int level = LEVELS - 2; level >= 0; level--) {
      for (int word = 0; word < COEFFICIENT_WORDS; word++) {
        int at = word * BITS;
        BitslicedField.multiply(
            coefficients, offset + at, coefficients, offset + at, TWISTS[level], at);
      }
      for (int quarter = 1 << level; quarter <= 32; quarter <<= 1) {
        transposedExpand(coefficients, offset, quarter);
      }
    }
  }

  /** Level 0 parts even from odd coefficients and is the last to join halves: bits reversed. */
  private static int coefficientOf(int word) {
    return Integer.reverse(word) >>> (32 - LEVELS);
  }

  private static void butterflies(long[] values, int level) {
    long[] factors = FACTORS[level];
    long[] product = new long[BITS];
    int half = factors.length;
    for (int start = 0; start < values.length; start += 2 * half) {
      for (int at = 0; at < half; at += BITS) {
        int u = start + at;
        int v = u + half;
        BitslicedField.multiply(product, 0, values, v, factors, at);
        for (int i = 0; i < BITS; i++) {
          values[u + i] ^= product[i];
          values[v + i] ^= values[u + i];
        }
      }
    }
    Arrays.fill(product, 0);
  }

  private static void transposedButterflies(long[] values, int level) {
    long[] factors = FACTORS[level];
    long[] product = new long[BITS];
    int half = factors.length;
    for (int start = 0; start < values.length; start += 2 * half) {
      for (int at = 0; at < half; at += BITS) {
        int u = start + at;
        int v = u + half;
        for (int i = 0; i < BITS; i++) {
          values[u + i] ^= values[v + i];
        }
        BitslicedField.multiply(product, 0, values, u, factors, at);
        for (int i = 0; i < BITS; i++) {
          values[v + i] ^= product[i];
        }
      }
    }
    Arrays.fill(product, 0);
  }

  private static void scale(long[] coefficients, long[] twists) {
    for (int at = 0; at < coefficients.length; at += BITS) {
      BitslicedField.multiply(coefficients, at, coefficients, at, twists, at);
    }
  }

  /**
   * A step of the Taylor expansion at X² + X: of quarters A B C D, C becomes C + D and B becomes B
   * + C + D.
   */
  private static void expand(long[] words, int quarter) {
    for (int i = 0; i < BITS; i++) {
      if (quarter == 32) {
        words[BITS + i] ^= words[BITS + i] >>> 32;
        words[i] ^= words[BITS + i] << 32;
      } else {
        for (int at = i; at < words.length; at += BITS) {
          words[at] ^= words[at] >>> quarter & thirdQuarters(quarter);
          words[at] ^= words[at] >>> quarter & thirdQuarters(quarter) >>> quarter;
        }
      }
    }
  }

  private static void transposedExpand(long[] words, int offset, int quarter) {
    for (int i = offset; i < offset + BITS; i++) {
      if (quarter == 32) {
        words[BITS + i] ^= words[i] >>> 32;
        words[BITS + i] ^= words[BITS + i] << 32;
      } else {
        for (int at = i; at <= i + BITS; at += BITS) {
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
