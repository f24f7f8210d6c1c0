package pqagent.crypto.primitive.chacha;

import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static pqagent.crypto.simd.Vectors.LONGS;

import java.util.Arrays;
import jdk.incubator.vector.LongVector;

/**
 * The powers of Poly1305's r that a group of blocks calls for, of several keys at once: a key has
 * two lanes, one for the odd powers and one for the even ones, which a multiplication by r² takes
 * to the next pair.
 *
 * <pre>
 *   lane        0 ... KEYS - 1      KEYS ... LANES - 1
 *   pair 0      r of each key       r² of each key
 *   pair 1      r³                  r⁴
 *   ...                             r^LANES
 * </pre>
 */
final class VectorPowers {
  private static final int LANES = VectorPoly1305.LANES;
  private static final int LIMBS = VectorPoly1305.LIMBS;

  /** How many keys have room. */
  static final int KEYS = LANES / 2;

  private static final int PAIR = LIMBS * LANES;
  private static final int PAIRS = LANES / 2;
  private static final long MASK = VectorPoly1305.MASK;
  private static final long LOW = VectorPoly1305.LOW;

  /** Where the power is that a lane's block is multiplied by at last, for key 0. */
  private static final int[] PLACES = new int[LANES];

  static {
    for (int lane = 0; lane < LANES; lane++) {
      int power = LANES - VectorPoly1305.block(lane);
      PLACES[lane] = (power - 1) / 2 * PAIR + (power - 1) % 2 * KEYS;
    }
  }

  private final long[] powers = new long[PAIRS * PAIR];

  /** What takes a pair to the next: 1 and r first, then r². */
  private final long[] step = new long[PAIR];

  /** Takes r of a key, clamped. Call {@link #compute} behind the last one. */
  void set(int key, long low, long high) {
    long x0 = low & 0x0ffffffc0fffffffL;
    long x1 = high & 0x0ffffffc0ffffffcL;
    setLimb(0, key, x0 & MASK, 1);
    setLimb(1, key, x0 >>> 26 & MASK, 0);
    setLimb(2, key, (x0 >>> 52 | x1 << 12) & MASK, 0);
    setLimb(3, key, x1 >>> 14 & MASK, 0);
    setLimb(4, key, x1 >>> 40, 0);
  }

  private void setLimb(int limb, int key, long r, long one) {
    int at = limb * LANES + key;
    powers[at] = r;
    powers[at + KEYS] = r;
    step[at] = one;
    step[at + KEYS] = r;
  }

  /** Makes all powers of the keys that were set. */
  void compute() {
    multiply(powers, 0, step, powers, 0);
    for (int limb = 0; limb < LIMBS; limb++) {
      System.arraycopy(powers, limb * LANES + KEYS, step, limb * LANES, KEYS);
      System.arraycopy(powers, limb * LANES + KEYS, step, limb * LANES + KEYS, KEYS);
    }
    for (int pair = 1; pair < PAIRS; pair++) {
      multiply(powers, (pair - 1) * PAIR, step, powers, pair * PAIR);
    }
  }

  /** Writes the limbs of a key's power for each block of a group, a row of lanes for each limb. */
  void copyTo(long[] out, int at, int key) {
    for (int lane = 0; lane < LANES; lane++) {
      int from = PLACES[lane] + key;
      out[at + lane] = powers[from];
      out[at + LANES + lane] = powers[from + LANES];
      out[at + 2 * LANES + lane] = powers[from + 2 * LANES];
      out[at + 3 * LANES + lane] = powers[from + 3 * LANES];
      out[at + 4 * LANES + lane] = powers[from + 4 * LANES];
    }
  }

  void wipe() {
    Arrays.fill(powers, 0);
    Arrays.fill(step, 0);
  }

  /** Lane by lane, modulo 2^130 - 5; all limbs but the second and the last below 2^26. */
  private static void multiply(long[] in, int at, long[] by, long[] out, int outAt) {
    LongVector a0 = LongVector.fromArray(LONGS, in, at).and(LOW);
    LongVector a1 = LongVector.fromArray(LONGS, in, at + LANES).and(LOW);
    LongVector a2 = LongVector.fromArray(LONGS, in, at + 2 * LANES).and(LOW);
    LongVector a3 = LongVector.fromArray(LONGS, in, at + 3 * LANES).and(LOW);
    LongVector a4 = LongVector.fromArray(LONGS, in, at + 4 * LANES).and(LOW);
    LongVector r0 = LongVector.fromArray(LONGS, by, 0).and(LOW);
    LongVector r1 = LongVector.fromArray(LONGS, by, LANES).and(LOW);
    LongVector r2 = LongVector.fromArray(LONGS, by, 2 * LANES).and(LOW);
    LongVector r3 = LongVector.fromArray(LONGS, by, 3 * LANES).and(LOW);
    LongVector r4 = LongVector.fromArray(LONGS, by, 4 * LANES).and(LOW);
    LongVector s1 = r1.lanewise(LSHL, 2).add(r1).and(LOW);
    LongVector s2 = r2.lanewise(LSHL, 2).add(r2).and(LOW);
    LongVector s3 = r3.lanewise(LSHL, 2).add(r3).and(LOW);
    LongVector s4 = r4.lanewise(LSHL, 2).add(r4).and(LOW);
    LongVector d0 = a0.mul(r0).add(a1.mul(s4)).add(a2.mul(s3)).add(a3.mul(s2)).add(a4.mul(s1));
    LongVector d1 = a0.mul(r1).add(a1.mul(r0)).add(a2.mul(s4)).add(a3.mul(s3)).add(a4.mul(s2));
    LongVector d2 = a0.mul(r2).add(a1.mul(r1)).add(a2.mul(r0)).add(a3.mul(s4)).add(a4.mul(s3));
    LongVector d3 = a0.mul(r3).add(a1.mul(r2)).add(a2.mul(r1)).add(a3.mul(r0)).add(a4.mul(s4));
    LongVector d4 = a0.mul(r4).add(a1.mul(r3)).add(a2.mul(r2)).add(a3.mul(r1)).add(a4.mul(r0));
    d1 = d1.add(d0.lanewise(LSHR, 26));
    d4 = d4.add(d3.lanewise(LSHR, 26));
    d2 = d2.add(d1.lanewise(LSHR, 26));
    LongVector carry = d4.lanewise(LSHR, 26);
    LongVector h0 = d0.and(MASK).add(carry.lanewise(LSHL, 2)).add(carry);
    LongVector h3 = d3.and(MASK).add(d2.lanewise(LSHR, 26));
    h0.and(MASK).intoArray(out, outAt);
    d1.and(MASK).add(h0.lanewise(LSHR, 26)).intoArray(out, outAt + LANES);
    d2.and(MASK).intoArray(out, outAt + 2 * LANES);
    h3.and(MASK).intoArray(out, outAt + 3 * LANES);
    d4.and(MASK).add(h3.lanewise(LSHR, 26)).intoArray(out, outAt + 4 * LANES);
  }
}
