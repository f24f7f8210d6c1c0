package pqagent.crypto.primitive.sntrup;

import static pqagent.crypto.primitive.sntrup.Ring.P;

import java.util.Arrays;

/**
 * Inverses modulo x^761 - x - 1 and a prime in constant time: 2 p - 1 division steps (Bernstein,
 * Yang, "Fast constant-time gcd computation and modular inversion", 2019, sections 3 and 6).
 *
 * <p>A step multiplies v by x, swaps (f, v) with (g, r) or not, and then makes g := (f[0] g - g[0]
 * f) / x and r := f[0] r - g[0] v. f and g begin as the modulus and the input, upside down; v and r
 * are kept upside down, so that all shifts go one way.
 *
 * <p>Coefficients are floats: all are whole numbers below 2^24, so nothing is rounded. They stand
 * in one array, a part for each polynomial, where the JVM can tell that nothing overlaps and
 * computes on vectors by itself.
 */
final class RingInverse {
  private static final int STEPS = 2 * P - 1;

  /** Coefficients 0 to p, in whole vectors. */
  private static final int PADDED = 768;

  /** A part and what is read behind it by a shift, which is zero. */
  private static final int PART = PADDED + 16;

  private static final int F = 0;
  private static final int G = PART;
  private static final int V = 2 * PART;
  private static final int R = 3 * PART;
  private static final int NEXT_G = 4 * PART;

  /** Added to a float below 2^22 and taken away again, this leaves the nearest whole number. */
  private static final float ROUNDER = 1.5f * (1 << 23);

  private RingInverse() {}

  /**
   * Writes the 761 coefficients of {@code numerator / in} and returns all ones, or returns 0 when
   * there is no inverse.
   *
   * @param modulus 4591 or 3
   */
  static int divide(int[] out, int numerator, byte[] in, int modulus) {
    float[] w = new float[5 * PART];
    w[F] = 1;
    w[F + P - 1] = -1;
    w[F + P] = -1;
    for (int i = 0; i < P; i++) {
      w[G + P - 1 - i] = in[i];
    }
    w[R + P] = numerator;
    int delta = 1;
    float reciprocal = 1f / modulus;
    for (int step = 0; step < STEPS; step++) {
      int g0 = (int) w[G];
      int swap = (-delta & (g0 | -g0)) >> 31;
      delta = (delta ^ swap) - swap + 1;
      float f0 = w[F];
      float sign = 1 + 2 * swap;
      step(w, -swap, sign * f0, sign * g0, modulus, reciprocal);
      System.arraycopy(w, NEXT_G, w, G, PADDED);
    }
    int scale = modulus == Ring.Q ? Ring.invertQ((int) w[F]) : (int) w[F];
    for (int i = 0; i < P; i++) {
      int product = scale * (int) w[V + i + 1];
      out[i] = modulus == Ring.Q ? Ring.reduceQ(product) : Ring.reduce3(product);
    }
    Arrays.fill(w, 0);
    return ~((delta | -delta) >> 31);
  }

  /** One step; {@code swap} is 0 or 1, {@code a} and {@code b} are f[0] and g[0], or minus both. */
  private static void step(
      float[] w, float swap, float a, float b, float modulus, float reciprocal) {
    for (int i = 0; i < PADDED; i++) {
      float v = w[V + i + 1];
      float r = w[R + i];
      w[V + i] = v + swap * (r - v);
      float x = a * r - b * v;
      w[R + i] = x - (x * reciprocal + ROUNDER - ROUNDER) * modulus;
    }
    for (int i = 0; i < PADDED; i++) {
      float x = a * w[G + i + 1] - b * w[F + i + 1];
      w[NEXT_G + i] = x - (x * reciprocal + ROUNDER - ROUNDER) * modulus;
    }
    for (int i = 0; i < PADDED; i++) {
      w[F + i] += swap * (w[G + i] - w[F + i]);
    }
  }
}
