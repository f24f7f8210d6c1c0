package pqagent.crypto.primitive.mceliece;

import static pqagent.crypto.primitive.mceliece.BitslicedField.BITS;

import java.util.Arrays;

/**
 * Finds the error locator of 2 t = 238 syndromes, without inversions and in constant time: the
 * reformulated algorithm RiBM of Sarwate and Shanbhag ("High-speed architectures for Reed-Solomon
 * decoders", 2001, section III), whose 3 t + 1 cells all do the same in a step.
 */
final class BerlekampMassey {
  static final int ERRORS = 119;
  static final int SYNDROMES = 2 * ERRORS;

  private static final int WORDS = 6; // for 3 t + 1 = 358 cells
  private static final int SYNDROME_WORDS = 4;

  private BerlekampMassey() {}

  /**
   * Writes 120 coefficients in 2 words a bit, of the polynomial whose roots are the errors' points.
   *
   * @param syndromes 256 elements in 4 words a bit, of which 238 count
   */
  static void locate(long[] locator, long[] syndromes) {
    long[] cells = new long[WORDS * BITS];
    System.arraycopy(syndromes, 0, cells, 0, SYNDROME_WORDS * BITS);
    for (int i = 0; i < BITS; i++) {
      cells[(SYNDROME_WORDS - 1) * BITS + i] &= (1L << SYNDROMES) - 1;
    }
    BitslicedField.put(cells, 3 * ERRORS, 1);
    long[] theta = cells.clone();
    long[] shifted = new long[WORDS * BITS];
    long[] gamma = new long[BITS];
    long[] discrepancy = new long[BITS];
    long[] product = new long[BITS];
    gamma[0] = -1;
    long k = 0;
    for (int step = 0; step < SYNDROMES; step++) {
      long nonzero = 0;
      for (int i = 0; i < BITS; i++) {
        discrepancy[i] = -(cells[i] & 1);
        nonzero |= discrepancy[i];
      }
      shift(shifted, cells);
      for (int at = 0; at < cells.length; at += BITS) {
        BitslicedField.multiply(cells, at, shifted, at, gamma, 0);
        BitslicedField.multiply(product, 0, theta, at, discrepancy, 0);
        for (int i = 0; i < BITS; i++) {
          cells[at + i] ^= product[i];
        }
      }
      long take = nonzero & ~(k >> 63);
      for (int i = 0; i < theta.length; i++) {
        theta[i] ^= (theta[i] ^ shifted[i]) & take;
      }
      for (int i = 0; i < BITS; i++) {
        gamma[i] ^= (gamma[i] ^ discrepancy[i]) & take;
      }
      k = (k ^ take) + (1 + take); // -k - 1 or k + 1
    }
    reverse(locator, cells);
    for (long[] secret : new long[][] {cells, theta, shifted, gamma, discrepancy, product}) {
      Arrays.fill(secret, 0);
    }
  }

  /** Each cell gets its upper neighbour's element. */
  private static void shift(long[] shifted, long[] cells) {
    int last = cells.length - BITS;
    for (int i = 0; i < last; i++) {
      shifted[i] = cells[i] >>> 1 | cells[i + BITS] << 63;
    }
    for (int i = last; i < cells.length; i++) {
      shifted[i] = cells[i] >>> 1;
    }
  }

  /** Cells t to 2 t are the locator of the points' inverses, lowest first: turned round. */
  private static void reverse(long[] locator, long[] cells) {
    int shift = 64 * SYNDROME_WORDS - 1 - SYNDROMES;
    for (int i = 0; i < BITS; i++) {
      long first = Long.reverse(cells[3 * BITS + i]);
      long second = Long.reverse(cells[2 * BITS + i]);
      long third = Long.reverse(cells[BITS + i]);
      locator[i] = first >>> shift | second << -shift;
      locator[BITS + i] = (second >>> shift | third << -shift) & (1L << (ERRORS + 1)) - 1;
    }
  }
}
