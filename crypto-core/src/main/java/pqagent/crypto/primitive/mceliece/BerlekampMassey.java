package pqagent.crypto.primitive.mceliece;

import static pqagent.crypto.primitive.mceliece.BitslicedField.BLOCK;
import static pqagent.crypto.primitive.mceliece.BitslicedField.ROW;

import java.util.Arrays;

/**
 * Finds the error locator of 2 t = 238 syndromes, without inversions and in constant time: the
 * reformulated algorithm RiBM of Sarwate and Shanbhag ("High-speed architectures for Reed-Solomon
 * decoders", 2001, section III), whose 3 t + 1 cells all do the same in a step.
 */
final class BerlekampMassey {
  static final int ERRORS = 119;
  static final int SYNDROMES = 2 * ERRORS;

  private static final int SYNDROME_WORDS = 4;

  /** What comes from the next word, except to a row's last. */
  private static final long[] FROM_NEXT = new long[BLOCK];

  static {
    for (int i = 0; i < BLOCK; i++) {
      FROM_NEXT[i] = i % ROW == ROW - 1 ? 0 : 1L << 63;
    }
  }

  private BerlekampMassey() {}

  /**
   * Writes 120 coefficients, of the polynomial whose roots are the errors' points.
   *
   * @param syndromes a block, of which 238 elements count
   */
  static void locate(long[] locator, long[] syndromes) {
    long[] cells = new long[BLOCK + 1];
    for (int row = 0; row < BLOCK; row += ROW) {
      System.arraycopy(syndromes, row, cells, row, SYNDROME_WORDS);
      cells[row + SYNDROME_WORDS - 1] &= (1L << SYNDROMES) - 1;
    }
    BitslicedField.put(cells, 3 * ERRORS, 1);
    long[] theta = cells.clone();
    long[] shifted = new long[BLOCK];
    long[] gamma = new long[BLOCK];
    long[] discrepancy = new long[BLOCK];
    long[] product = new long[BLOCK];
    Arrays.fill(gamma, 0, ROW, -1);
    long k = 0;
    for (int step = 0; step < SYNDROMES; step++) {
      BitslicedField.fill(discrepancy, cells);
      long nonzero = 0;
      for (int row = 0; row < BLOCK; row += ROW) {
        nonzero |= discrepancy[row];
      }
      // Each cell gets its upper neighbour's element.
      for (int i = 0; i < BLOCK; i++) {
        shifted[i] = cells[i] >>> 1 | cells[i + 1] << 63 & FROM_NEXT[i];
      }
      BitslicedField.multiply(cells, 0, shifted, 0, gamma, 0);
      BitslicedField.multiply(product, 0, theta, 0, discrepancy, 0);
      long take = nonzero & ~(k >> 63);
      for (int i = 0; i < BLOCK; i++) {
        cells[i] ^= product[i];
        theta[i] ^= (theta[i] ^ shifted[i]) & take;
        gamma[i] ^= (gamma[i] ^ discrepancy[i]) & take;
      }
      k = (k ^ take) + (1 + take); // -k - 1 or k + 1
    }
    reverse(locator, cells);
    for (long[] secret : new long[][] {cells, theta, shifted, gamma, discrepancy, product}) {
      Arrays.fill(secret, 0);
    }
  }

  /** Cells t to 2 t are the locator of the points' inverses, lowest first: turned round. */
  private static void reverse(long[] locator, long[] cells) {
    int shift = 64 * SYNDROME_WORDS - 1 - SYNDROMES;
    Arrays.fill(locator, 0);
    for (int row = 0; row < BLOCK; row += ROW) {
      long first = Long.reverse(cells[row + 3]);
      long second = Long.reverse(cells[row + 2]);
      long third = Long.reverse(cells[row + 1]);
      locator[row] = first >>> shift | second << -shift;
      locator[row + 1] = (second >>> shift | third << -shift) & (1L << (ERRORS + 1)) - 1;
    }
  }
}
