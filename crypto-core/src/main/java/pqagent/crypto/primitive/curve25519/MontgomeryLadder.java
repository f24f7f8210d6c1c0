package pqagent.crypto.primitive.curve25519;

import java.util.Arrays;

/**
 * Multiplies a point of Curve25519 by a secret number, on x coordinates alone (RFC 7748, section 5;
 * Montgomery, "Speeding the Pollard and elliptic curve methods of factorization", 1987, section
 * 10.3.1).
 */
public final class MontgomeryLadder {
  private static final int TOP_BIT = 254;
  private static final long A24 = 121665;

  private MontgomeryLadder() {}

  /**
   * Writes the 32 bytes of {@code scalar * point}, all zero for a point of low order.
   *
   * @param scalar 32 bytes, clamped here
   * @param point 32 bytes, any
   */
  public static void multiply(byte[] scalar, byte[] point, byte[] out) {
    byte[] k = scalar.clone();
    k[0] &= (byte) 248;
    k[31] &= 127;
    k[31] |= 64;
    long[] x1 = new long[Field25519.LIMBS];
    long[] x2 = {1, 0, 0, 0, 0};
    long[] z2 = new long[Field25519.LIMBS];
    long[] x3 = new long[Field25519.LIMBS];
    long[] z3 = {1, 0, 0, 0, 0};
    long[] sum = new long[Field25519.LIMBS];
    long[] difference = new long[Field25519.LIMBS];
    Field25519.decode(x1, point);
    Field25519.decode(x3, point);
    int swapped = 0;
    for (int i = TOP_BIT; i >= 0; i--) {
      int bit = k[i >> 3] >> (i & 7) & 1;
      long mask = -(long) (bit ^ swapped);
      swapped = bit;
      Field25519.swap(mask, x2, x3);
      Field25519.swap(mask, z2, z3);
      step(x1, x2, z2, x3, z3, sum, difference);
    }
    Field25519.swap(-(long) swapped, x2, x3);
    Field25519.swap(-(long) swapped, z2, z3);
    Field25519.invert(z3, z2);
    Field25519.multiply(x2, x2, z3);
    Field25519.encode(out, x2);
    for (long[] secret : new long[][] {x2, z2, x3, z3, sum, difference}) {
      Arrays.fill(secret, 0);
    }
    Arrays.fill(k, (byte) 0);
  }

  /** Doubles (x2 : z2), and adds it to (x3 : z3), which differs from it by x1. */
  private static void step(
      long[] x1, long[] x2, long[] z2, long[] x3, long[] z3, long[] sum, long[] difference) {
    Field25519.add(sum, x2, z2);
    Field25519.subtract(difference, x2, z2);
    Field25519.add(x2, x3, z3);
    Field25519.subtract(z2, x3, z3);
    Field25519.multiply(z3, z2, sum);
    Field25519.multiply(z2, x2, difference);
    Field25519.add(x3, z3, z2);
    Field25519.subtract(z3, z3, z2);
    Field25519.square(x3, x3);
    Field25519.square(z3, z3);
    Field25519.multiply(z3, z3, x1);
    Field25519.square(sum, sum);
    Field25519.square(difference, difference);
    Field25519.multiply(x2, sum, difference);
    Field25519.subtract(difference, sum, difference);
    Field25519.scale(z2, difference, A24);
    Field25519.add(z2, z2, sum);
    Field25519.multiply(z2, z2, difference);
  }
}
