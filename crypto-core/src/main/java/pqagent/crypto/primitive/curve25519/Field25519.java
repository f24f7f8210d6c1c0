package pqagent.crypto.primitive.curve25519;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Arithmetic modulo p = 2^255 - 19 on five limbs of 51 bits (Bernstein, Duif, Lange, Schwabe, Yang,
 * "High-speed high-security signatures", 2011, section 3). Limbs of what {@link #multiply}, {@link
 * #square} and {@link #scale} return are below 2^51 + 2^24; one addition or subtraction of such
 * values makes limbs below 2^53, which is as much as these three take. Constant time; outputs may
 * be inputs.
 *
 * <p>A column of a product is a sum of 128-bit products, of which Java has the halves. Where the
 * factors are shifted left by 13 bits together, the high half of each is its part above 51 bits;
 * the sum of those, and the column's own low 64 bits, give the part below: no carries between
 * halves.
 */
final class Field25519 {
  static final int LIMBS = 5;

  private static final int BITS = 51;
  private static final long MASK = (1L << BITS) - 1;
  // Both shifts together make 64 - 51 bits; so divided, no factor of 53 bits (times 19) overflows.
  private static final int SHIFT_A = 8;
  private static final int SHIFT_B = 5;
  private static final long TWO_P0 = 2 * (MASK - 18);
  private static final long TWO_P = 2 * MASK;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Field25519() {}

  /** Reads 32 bytes, ignoring the top bit (RFC 7748, section 5). */
  static void decode(long[] out, byte[] bytes) {
    long w0 = (long) LONG.get(bytes, 0);
    long w1 = (long) LONG.get(bytes, 8);
    long w2 = (long) LONG.get(bytes, 16);
    long w3 = (long) LONG.get(bytes, 24);
    out[0] = w0 & MASK;
    out[1] = (w0 >>> 51 | w1 << 13) & MASK;
    out[2] = (w1 >>> 38 | w2 << 26) & MASK;
    out[3] = (w2 >>> 25 | w3 << 39) & MASK;
    out[4] = w3 >>> 12 & MASK;
  }

  /** Writes the 32 bytes of the value below p; {@code a} is left reduced. */
  static void encode(byte[] bytes, long[] a) {
    // Twice around, limbs are below 2^51; then 19 more show by the last carry whether p fits in.
    carryAround(a);
    carryAround(a);
    long carry = 19;
    for (int i = 0; i < LIMBS; i++) {
      carry = a[i] + carry >>> BITS;
    }
    carry *= 19;
    for (int i = 0; i < LIMBS; i++) {
      carry += a[i];
      a[i] = carry & MASK;
      carry >>>= BITS;
    }
    LONG.set(bytes, 0, a[0] | a[1] << 51);
    LONG.set(bytes, 8, a[1] >>> 13 | a[2] << 38);
    LONG.set(bytes, 16, a[2] >>> 26 | a[3] << 25);
    LONG.set(bytes, 24, a[3] >>> 39 | a[4] << 12);
  }

  private static void carryAround(long[] a) {
    long carry = 0;
    for (int i = 0; i < LIMBS; i++) {
      carry += a[i];
      a[i] = carry & MASK;
      carry >>>= BITS;
    }
    a[0] += 19 * carry;
  }

  static void add(long[] out, long[] a, long[] b) {
    for (int i = 0; i < LIMBS; i++) {
      out[i] = a[i] + b[i];
    }
  }

  /** {@code a - b + 2p}. */
  static void subtract(long[] out, long[] a, long[] b) {
    out[0] = a[0] + TWO_P0 - b[0];
    for (int i = 1; i < LIMBS; i++) {
      out[i] = a[i] + TWO_P - b[i];
    }
  }

  /** Swaps both where {@code mask} is all ones, leaves both where it is 0. */
  static void swap(long mask, long[] a, long[] b) {
    for (int i = 0; i < LIMBS; i++) {
      long difference = (a[i] ^ b[i]) & mask;
      a[i] ^= difference;
      b[i] ^= difference;
    }
  }

  /** Multiplies by a number below 2^17. */
  static void scale(long[] out, long[] a, long factor) {
    long h0 = high(a[0], factor);
    long h1 = high(a[1], factor);
    long h2 = high(a[2], factor);
    long h3 = high(a[3], factor);
    long h4 = high(a[4], factor);
    out[0] = (a[0] * factor & MASK) + 19 * h4;
    out[1] = (a[1] * factor & MASK) + h0;
    out[2] = (a[2] * factor & MASK) + h1;
    out[3] = (a[3] * factor & MASK) + h2;
    out[4] = (a[4] * factor & MASK) + h3;
  }

  private static long high(long a, long b) {
    return Math.multiplyHigh(a << SHIFT_A, b << SHIFT_B);
  }

  static void multiply(long[] out, long[] a, long[] b) {
    long a0 = a[0];
    long a1 = a[1];
    long a2 = a[2];
    long a3 = a[3];
    long a4 = a[4];
    long b0 = b[0];
    long b1 = b[1];
    long b2 = b[2];
    long b3 = b[3];
    long b4 = b[4];
    long c1 = 19 * b1;
    long c2 = 19 * b2;
    long c3 = 19 * b3;
    long c4 = 19 * b4;
    long s0 = a0 << SHIFT_A;
    long s1 = a1 << SHIFT_A;
    long s2 = a2 << SHIFT_A;
    long s3 = a3 << SHIFT_A;
    long s4 = a4 << SHIFT_A;
    long t0 = b0 << SHIFT_B;
    long t1 = b1 << SHIFT_B;
    long t2 = b2 << SHIFT_B;
    long t3 = b3 << SHIFT_B;
    long t4 = b4 << SHIFT_B;
    long u1 = c1 << SHIFT_B;
    long u2 = c2 << SHIFT_B;
    long u3 = c3 << SHIFT_B;
    long u4 = c4 << SHIFT_B;
    long low0 = a0 * b0 + a1 * c4 + a2 * c3 + a3 * c2 + a4 * c1;
    long high0 =
        Math.multiplyHigh(s0, t0)
            + Math.multiplyHigh(s1, u4)
            + Math.multiplyHigh(s2, u3)
            + Math.multiplyHigh(s3, u2)
            + Math.multiplyHigh(s4, u1);
    long low1 = a0 * b1 + a1 * b0 + a2 * c4 + a3 * c3 + a4 * c2;
    long high1 =
        Math.multiplyHigh(s0, t1)
            + Math.multiplyHigh(s1, t0)
            + Math.multiplyHigh(s2, u4)
            + Math.multiplyHigh(s3, u3)
            + Math.multiplyHigh(s4, u2);
    long low2 = a0 * b2 + a1 * b1 + a2 * b0 + a3 * c4 + a4 * c3;
    long high2 =
        Math.multiplyHigh(s0, t2)
            + Math.multiplyHigh(s1, t1)
            + Math.multiplyHigh(s2, t0)
            + Math.multiplyHigh(s3, u4)
            + Math.multiplyHigh(s4, u3);
    long low3 = a0 * b3 + a1 * b2 + a2 * b1 + a3 * b0 + a4 * c4;
    long high3 =
        Math.multiplyHigh(s0, t3)
            + Math.multiplyHigh(s1, t2)
            + Math.multiplyHigh(s2, t1)
            + Math.multiplyHigh(s3, t0)
            + Math.multiplyHigh(s4, u4);
    long low4 = a0 * b4 + a1 * b3 + a2 * b2 + a3 * b1 + a4 * b0;
    long high4 =
        Math.multiplyHigh(s0, t4)
            + Math.multiplyHigh(s1, t3)
            + Math.multiplyHigh(s2, t2)
            + Math.multiplyHigh(s3, t1)
            + Math.multiplyHigh(s4, t0);
    reduce(out, low0, low1, low2, low3, low4, high0, high1, high2, high3, high4);
  }

  /** Squares n times. */
  static void square(long[] out, long[] a, int n) {
    square(out, a);
    for (int i = 1; i < n; i++) {
      square(out, out);
    }
  }

  static void square(long[] out, long[] a) {
    long a0 = a[0];
    long a1 = a[1];
    long a2 = a[2];
    long a3 = a[3];
    long a4 = a[4];
    long d0 = 2 * a0;
    long d1 = 2 * a1;
    long d2 = 2 * a2;
    long d3 = 2 * a3;
    long c3 = 19 * a3;
    long c4 = 19 * a4;
    long s0 = a0 << SHIFT_A;
    long s1 = a1 << SHIFT_A;
    long s2 = a2 << SHIFT_A;
    long s3 = a3 << SHIFT_A;
    long s4 = a4 << SHIFT_A;
    long e0 = d0 << SHIFT_A;
    long e1 = d1 << SHIFT_A;
    long e2 = d2 << SHIFT_A;
    long e3 = d3 << SHIFT_A;
    long t0 = a0 << SHIFT_B;
    long t1 = a1 << SHIFT_B;
    long t2 = a2 << SHIFT_B;
    long t3 = a3 << SHIFT_B;
    long t4 = a4 << SHIFT_B;
    long u3 = c3 << SHIFT_B;
    long u4 = c4 << SHIFT_B;
    long low0 = a0 * a0 + d1 * c4 + d2 * c3;
    long high0 = Math.multiplyHigh(s0, t0) + Math.multiplyHigh(e1, u4) + Math.multiplyHigh(e2, u3);
    long low1 = d0 * a1 + d2 * c4 + a3 * c3;
    long high1 = Math.multiplyHigh(e0, t1) + Math.multiplyHigh(e2, u4) + Math.multiplyHigh(s3, u3);
    long low2 = d0 * a2 + a1 * a1 + d3 * c4;
    long high2 = Math.multiplyHigh(e0, t2) + Math.multiplyHigh(s1, t1) + Math.multiplyHigh(e3, u4);
    long low3 = d0 * a3 + d1 * a2 + a4 * c4;
    long high3 = Math.multiplyHigh(e0, t3) + Math.multiplyHigh(e1, t2) + Math.multiplyHigh(s4, u4);
    long low4 = d0 * a4 + d1 * a3 + a2 * a2;
    long high4 = Math.multiplyHigh(e0, t4) + Math.multiplyHigh(e1, t3) + Math.multiplyHigh(s2, t2);
    reduce(out, low0, low1, low2, low3, low4, high0, high1, high2, high3, high4);
  }

  /** Columns' low words and parts above 51 bits to limbs. */
  private static void reduce(
      long[] out,
      long low0,
      long low1,
      long low2,
      long low3,
      long low4,
      long high0,
      long high1,
      long high2,
      long high3,
      long high4) {
    long r0 = low0 - (high0 << BITS) + 19 * high4;
    long r1 = low1 - (high1 << BITS) + high0;
    long r2 = low2 - (high2 << BITS) + high1;
    long r3 = low3 - (high3 << BITS) + high2;
    long r4 = low4 - (high4 << BITS) + high3;
    out[0] = (r0 & MASK) + 19 * (r4 >>> BITS);
    out[1] = (r1 & MASK) + (r0 >>> BITS);
    out[2] = (r2 & MASK) + (r1 >>> BITS);
    out[3] = (r3 & MASK) + (r2 >>> BITS);
    out[4] = (r4 & MASK) + (r3 >>> BITS);
  }

  /**
   * {@code a^(p-2)}, the inverse, or 0 of 0 (Bernstein, "Curve25519: new Diffie-Hellman speed
   * records", 2006, section 5: 254 squarings and 11 multiplications).
   */
  static void invert(long[] out, long[] a) {
    long[] a2 = new long[LIMBS];
    long[] a9 = new long[LIMBS];
    long[] a11 = new long[LIMBS];
    long[] power = new long[LIMBS]; // a^(2^i - 1)
    long[] longer = new long[LIMBS];
    long[] longest = new long[LIMBS];
    square(a2, a);
    square(longer, a2, 2);
    multiply(a9, longer, a);
    multiply(a11, a9, a2);
    square(longer, a11);
    multiply(power, longer, a9); // i = 5
    square(longer, power, 5);
    multiply(power, longer, power); // 10
    square(longer, power, 10);
    multiply(longest, longer, power); // 20
    square(longer, longest, 20);
    multiply(longest, longer, longest); // 40
    square(longer, longest, 10);
    multiply(power, longer, power); // 50
    square(longer, power, 50);
    multiply(longest, longer, power); // 100
    square(longer, longest, 100);
    multiply(longest, longer, longest); // 200
    square(longer, longest, 50);
    multiply(power, longer, power); // 250
    square(longer, power, 5);
    multiply(out, longer, a11);
  }
}
