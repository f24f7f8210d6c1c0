package pqagent.crypto.primitive.sntrup;

/**
 * The rings of sntrup761: polynomials modulo x^761 - x - 1 with coefficients modulo 4591 (R/q) or 3
 * (R/3), each kept between -(m - 1) / 2 and (m - 1) / 2 (NTRU Prime: round 3, section 2). Small
 * polynomials have coefficients -1, 0, 1; short ones 286 of them that are not 0.
 */
final class Ring {
  static final int P = 761;
  static final int Q = 4591;
  static final int W = 286;
  static final int HALF_Q = (Q - 1) / 2;

  private static final int RECIPROCAL_BITS = 44;
  private static final long RECIPROCAL_Q = ((1L << RECIPROCAL_BITS) + Q / 2) / Q;

  private Ring() {}

  /** x modulo 4591, for |x| below 2^23: by multiplication, in constant time. */
  static int reduceQ(int x) {
    long half = 1L << (RECIPROCAL_BITS - 1);
    return x - Q * (int) ((x * RECIPROCAL_Q + half) >> RECIPROCAL_BITS);
  }

  /** x modulo 3, for |x| below 10000. */
  static int reduce3(int x) {
    return x - 3 * ((x * 10923 + 16384) >> 15);
  }

  /** 1/x modulo 4591, of x that is not 0: x^4589. */
  static int invertQ(int x) {
    int power = 1;
    for (int bit = 31 - Integer.numberOfLeadingZeros(Q - 2); bit >= 0; bit--) {
      power = reduceQ(power * power);
      if ((Q - 2 >> bit & 1) != 0) {
        power = reduceQ(power * x);
      }
    }
    return power;
  }
}
