package pqagent.crypto.primitive.sntrup;

import static pqagent.crypto.primitive.sntrup.Ring.P;

import java.util.Arrays;

/**
 * Products of any polynomial with a small one, by the schoolbook: a Toeplitz matrix times a vector.
 * With h continued so that {@code e[k] = h[k] + h[k - 1]} below p, and {@code e[p + k] = h[k]},
 * where h[p] is h[0], coefficient j of x^i h is {@code e[p + j - i]} for j from 1 to p, which
 * stands for 0.
 *
 * <p>Coefficients are floats: all are whole numbers below 2^24, so nothing is rounded, and a vector
 * adds and multiplies as many of them as of int in half the time.
 */
final class RingProduct {
  /** Room for the product, in blocks of eight of the widest vectors. */
  static final int PADDED = (P + 127) / 128 * 128;

  /** Rows that portable code sums at a time. */
  private static final int ROWS = 8;

  private RingProduct() {}

  /**
   * Coefficients of a product, whole numbers below 2^22 that are not reduced.
   *
   * @param h 761 coefficients up to 2295
   * @param small 761 coefficients -1, 0, 1
   */
  static int[] multiply(int[] h, byte[] small) {
    float[] e = continued(h);
    float[] r = new float[P + ROWS];
    for (int i = 0; i < P; i++) {
      r[i] = small[i];
    }
    float[] sums = new float[PADDED];
    if (SntrupVectors.isOn()) {
      VectorProduct.multiply(sums, e, r);
    } else {
      multiply(sums, e, r);
    }
    int[] product = new int[P];
    product[0] = (int) sums[P - 1];
    for (int j = 1; j < P; j++) {
      product[j] = (int) sums[j - 1];
    }
    for (float[] secret : new float[][] {e, r, sums}) {
      Arrays.fill(secret, 0);
    }
    return product;
  }

  /** The continuation from e[1 - ROWS] on, so that rows of zeros may be read too. */
  private static float[] continued(int[] h) {
    float[] e = new float[ROWS + 2 * P + PADDED - P + ROWS];
    int zero = ROWS - 1;
    e[zero + 2 * P] = h[0];
    for (int k = 0; k < P; k++) {
      e[zero + P + k] = h[k];
    }
    e[zero + P] += h[P - 1];
    for (int k = 1; k < P; k++) {
      e[zero + k] = h[k] + h[k - 1];
    }
    return e;
  }

  /** Where coefficient 1 of x^row h is. */
  static int start(int row) {
    return ROWS - 1 + P + 1 - row;
  }

  private static void multiply(float[] sums, float[] e, float[] r) {
    float[] window = new float[PADDED + ROWS];
    for (int i = 0; i < P; i += ROWS) {
      // In an array of its own, and at constant distances, the JVM can tell that nothing overlaps.
      System.arraycopy(e, start(i + ROWS - 1), window, 0, PADDED + ROWS - 1);
      addRows(sums, window, r, i);
    }
    Arrays.fill(window, 0);
  }

  private static void addRows(float[] sums, float[] window, float[] r, int i) {
    float r0 = r[i];
    float r1 = r[i + 1];
    float r2 = r[i + 2];
    float r3 = r[i + 3];
    float r4 = r[i + 4];
    float r5 = r[i + 5];
    float r6 = r[i + 6];
    float r7 = r[i + 7];
    for (int j = 0; j < PADDED; j++) {
      sums[j] +=
          r0 * window[j + 7]
              + r1 * window[j + 6]
              + r2 * window[j + 5]
              + r3 * window[j + 4]
              + r4 * window[j + 3]
              + r5 * window[j + 2]
              + r6 * window[j + 1]
              + r7 * window[j];
    }
  }
}
