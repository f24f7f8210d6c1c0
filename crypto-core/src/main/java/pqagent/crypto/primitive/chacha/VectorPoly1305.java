package pqagent.crypto.primitive.chacha;

import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static pqagent.crypto.simd.Vectors.BYTES;
import static pqagent.crypto.simd.Vectors.LONGS;

import java.util.Arrays;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/**
 * Poly1305 (RFC 8439, section 2.5) of as many 16-byte blocks at once as a vector has lanes, in five
 * limbs of 26 bits (Goll, Gueron, "Vectorization of Poly1305 message authentication code", 2015):
 * each lane sums its own blocks and multiplies by r^lanes, at last by the power of r that its place
 * in the group calls for; the sum over the lanes is the polynomial.
 *
 * <p>Two vectors are a group of blocks. Halves are brought together without crossing more than
 * neighbouring lanes, so that lane 2 i has block i and lane 2 i + 1 has block lanes / 2 + i.
 */
final class VectorPoly1305 {
  /** Blocks of a group. */
  static final int LANES = LONGS.length();

  static final int BLOCK_BYTES = 16;
  static final int GROUP_BYTES = LANES * BLOCK_BYTES;

  static final int LIMBS = 5;
  static final long MASK = (1L << 26) - 1;

  /** Says that what it masks has 32 bits, which makes the shorter multiplication do. */
  static final long LOW = 0xffffffffL;

  private static final VectorShuffle<Long> NEIGHBOUR = VectorShuffle.fromOp(LONGS, i -> i ^ 1);
  private static final VectorMask<Long> ODD = VectorMask.fromLong(LONGS, 0xaa);

  /** For a number of blocks before the message, the bit 2^128 of each lane's block. */
  private static final long[][] TOP_BITS = new long[LANES][LANES];

  static {
    for (int before = 0; before < LANES; before++) {
      for (int lane = 0; lane < LANES; lane++) {
        TOP_BITS[before][lane] = block(lane) < before ? 0 : 1L << 24;
      }
    }
  }

  /** The limbs of what to multiply by, a vector each: for all groups, and for the last. */
  private final long[] factors = new long[2 * LIMBS * LANES];

  private final long[] sums = new long[LIMBS];
  private long added0;
  private long added1;

  static int block(int lane) {
    return lane / 2 + lane % 2 * (LANES / 2);
  }

  /** Takes one of the keys whose powers of r there are: s is half of its bytes. */
  void begin(VectorPowers powers, int key, long s0, long s1) {
    powers.copyTo(factors, LIMBS * LANES, key);
    for (int limb = 0; limb < LIMBS; limb++) {
      LongVector.broadcast(LONGS, factors[(LIMBS + limb) * LANES]).intoArray(factors, limb * LANES);
    }
    added0 = s0;
    added1 = s1;
  }

  /**
   * Writes the two words of the tag of whole groups of blocks.
   *
   * @param before how many blocks, fewer than a group, are zero and do not count: they come first
   */
  void finish(byte[] in, int offset, int groups, int before, long[] tag) {
    addGroups(factors, sums, in, offset, groups, TOP_BITS[before]);
    reduce(tag);
  }

  /** Overwrites what the key could be found from. */
  void wipe() {
    Arrays.fill(factors, 0);
    Arrays.fill(sums, 0);
    added0 = 0;
    added1 = 0;
  }

  /** Leaves in {@code sums} the limbs of the lanes' sum, above 26 bits. */
  private static void addGroups(
      long[] factors, long[] sums, byte[] in, int inOffset, int groups, long[] firstTopBits) {
    LongVector h0 = LongVector.zero(LONGS);
    LongVector h1 = h0;
    LongVector h2 = h0;
    LongVector h3 = h0;
    LongVector h4 = h0;
    LongVector top = LongVector.fromArray(LONGS, firstTopBits, 0);
    int group = 0;
    for (int row = 0; row <= LIMBS * LANES; row += LIMBS * LANES) {
      LongVector r0 = LongVector.fromArray(LONGS, factors, row).and(LOW);
      LongVector r1 = LongVector.fromArray(LONGS, factors, row + LANES).and(LOW);
      LongVector r2 = LongVector.fromArray(LONGS, factors, row + 2 * LANES).and(LOW);
      LongVector r3 = LongVector.fromArray(LONGS, factors, row + 3 * LANES).and(LOW);
      LongVector r4 = LongVector.fromArray(LONGS, factors, row + 4 * LANES).and(LOW);
      LongVector s1 = r1.lanewise(LSHL, 2).add(r1).and(LOW);
      LongVector s2 = r2.lanewise(LSHL, 2).add(r2).and(LOW);
      LongVector s3 = r3.lanewise(LSHL, 2).add(r3).and(LOW);
      LongVector s4 = r4.lanewise(LSHL, 2).add(r4).and(LOW);
      int end = row == 0 ? groups - 1 : groups;
      for (; group < end; group++) {
        int at = inOffset + group * GROUP_BYTES;
        LongVector first = ByteVector.fromArray(BYTES, in, at).reinterpretAsLongs();
        LongVector second =
            ByteVector.fromArray(BYTES, in, at + BYTES.length()).reinterpretAsLongs();
        LongVector low = first.blend(second.rearrange(NEIGHBOUR), ODD);
        LongVector high = first.rearrange(NEIGHBOUR).blend(second, ODD);
        LongVector a0 = h0.add(low.and(MASK)).and(LOW);
        LongVector a1 = h1.add(low.lanewise(LSHR, 26).and(MASK)).and(LOW);
        LongVector a2 =
            h2.add(low.lanewise(LSHR, 52).or(high.lanewise(LSHL, 12)).and(MASK)).and(LOW);
        LongVector a3 = h3.add(high.lanewise(LSHR, 14).and(MASK)).and(LOW);
        LongVector a4 = h4.add(high.lanewise(LSHR, 40).or(top)).and(LOW);
        top = LongVector.broadcast(LONGS, 1L << 24);
        LongVector d0 = a0.mul(r0).add(a1.mul(s4)).add(a2.mul(s3)).add(a3.mul(s2)).add(a4.mul(s1));
        LongVector d1 = a0.mul(r1).add(a1.mul(r0)).add(a2.mul(s4)).add(a3.mul(s3)).add(a4.mul(s2));
        LongVector d2 = a0.mul(r2).add(a1.mul(r1)).add(a2.mul(r0)).add(a3.mul(s4)).add(a4.mul(s3));
        LongVector d3 = a0.mul(r3).add(a1.mul(r2)).add(a2.mul(r1)).add(a3.mul(r0)).add(a4.mul(s4));
        LongVector d4 = a0.mul(r4).add(a1.mul(r3)).add(a2.mul(r2)).add(a3.mul(r1)).add(a4.mul(r0));
        d1 = d1.add(d0.lanewise(LSHR, 26));
        d4 = d4.add(d3.lanewise(LSHR, 26));
        d2 = d2.add(d1.lanewise(LSHR, 26));
        LongVector carry = d4.lanewise(LSHR, 26);
        h0 = d0.and(MASK).add(carry.lanewise(LSHL, 2)).add(carry);
        h3 = d3.and(MASK).add(d2.lanewise(LSHR, 26));
        h1 = d1.and(MASK).add(h0.lanewise(LSHR, 26));
        h4 = d4.and(MASK).add(h3.lanewise(LSHR, 26));
        h2 = d2.and(MASK);
        h0 = h0.and(MASK);
        h3 = h3.and(MASK);
      }
    }
    sums[0] = h0.reduceLanes(ADD);
    sums[1] = h1.reduceLanes(ADD);
    sums[2] = h2.reduceLanes(ADD);
    sums[3] = h3.reduceLanes(ADD);
    sums[4] = h4.reduceLanes(ADD);
  }

  /** The sum modulo 2^130 - 5, plus s modulo 2^128. */
  private void reduce(long[] tag) {
    long h1 = sums[1] + (sums[0] >>> 26);
    long h2 = sums[2] + (h1 >>> 26);
    long h3 = sums[3] + (h2 >>> 26);
    long h4 = sums[4] + (h3 >>> 26);
    // What goes around is little; with it the lowest limb may have a bit too many, which adding up
    // takes along.
    long h0 = (sums[0] & MASK) + 5 * (h4 >>> 26);
    long low = h0 + ((h1 & MASK) << 26);
    long l0 = low + (h2 << 52);
    long middle = ((h2 & MASK) >>> 12) + ((h3 & MASK) << 14) + carry(low, h2 << 52, l0);
    long l1 = middle + (h4 << 40);
    long l2 = ((h4 & MASK) >>> 24) + carry(middle, h4 << 40, l1);
    // Minus p, which is plus 5 without the bits from 2^130 on, when those appear.
    long m0 = l0 + 5;
    long m1 = l1 + carry(l0, 5, m0);
    long reduced = -(l2 + carry(l1, m1 - l1, m1) >>> 2);
    l0 ^= (l0 ^ m0) & reduced;
    l1 ^= (l1 ^ m1) & reduced;
    tag[0] = l0 + added0;
    tag[1] = l1 + added1 + carry(l0, added0, tag[0]);
  }

  /** The carry of a + b = sum. */
  private static long carry(long a, long b, long sum) {
    return (a & b | (a | b) & ~sum) >>> 63;
  }
}
