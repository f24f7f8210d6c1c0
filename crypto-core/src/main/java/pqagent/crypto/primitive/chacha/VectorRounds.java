package pqagent.crypto.primitive.chacha;

import static jdk.incubator.vector.VectorOperators.ROL;
import static jdk.incubator.vector.VectorOperators.XOR;
import static pqagent.crypto.simd.Vectors.BYTES;
import static pqagent.crypto.simd.Vectors.INTS;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/**
 * The ChaCha20 block function (RFC 8439, section 2.3) on vectors: vector w is word w of as many
 * blocks as there are lanes. Flat methods, since a call that is not inlined would put every vector
 * on the heap.
 */
final class VectorRounds {
  static final int LANES = INTS.length();

  /** Blocks of a quad of lanes. */
  static final int QUAD = 4;

  /** Words of a block. */
  static final int WORDS = 16;

  static final int BLOCK_BYTES = 4 * WORDS;

  private static final VectorShuffle<Integer> PARTNER_1 = partners(1);
  private static final VectorShuffle<Integer> PARTNER_2 = partners(2);
  private static final VectorShuffle<Integer> PARTNER_4 = partners(4);
  private static final VectorShuffle<Integer> PARTNER_8 = partners(LANES / 2);
  private static final VectorMask<Integer> UPPER_1 = VectorMask.fromLong(INTS, 0xaaaa);
  private static final VectorMask<Integer> UPPER_2 = VectorMask.fromLong(INTS, 0xcccc);
  private static final VectorMask<Integer> UPPER_4 = VectorMask.fromLong(INTS, 0xf0f0);
  private static final VectorMask<Integer> UPPER_8 = VectorMask.fromLong(INTS, 0xff00);

  private VectorRounds() {}

  private static VectorShuffle<Integer> partners(int distance) {
    return VectorShuffle.fromOp(INTS, lane -> lane ^ distance);
  }

  /**
   * Reads word w of all blocks at {@code w * LANES} of {@code start}, and adds the key stream to
   * input bytes: block j of quad q is 64 bytes from {@code at + q * distance + 64 * j} on, in both
   * arrays, which must not be the same one.
   */
  static void run(int[] start, byte[] in, byte[] out, int at, int distance) {
    IntVector a0 = IntVector.fromArray(INTS, start, 0 * LANES);
    IntVector a1 = IntVector.fromArray(INTS, start, 1 * LANES);
    IntVector a2 = IntVector.fromArray(INTS, start, 2 * LANES);
    IntVector a3 = IntVector.fromArray(INTS, start, 3 * LANES);
    IntVector b0 = IntVector.fromArray(INTS, start, 4 * LANES);
    IntVector b1 = IntVector.fromArray(INTS, start, 5 * LANES);
    IntVector b2 = IntVector.fromArray(INTS, start, 6 * LANES);
    IntVector b3 = IntVector.fromArray(INTS, start, 7 * LANES);
    IntVector c0 = IntVector.fromArray(INTS, start, 8 * LANES);
    IntVector c1 = IntVector.fromArray(INTS, start, 9 * LANES);
    IntVector c2 = IntVector.fromArray(INTS, start, 10 * LANES);
    IntVector c3 = IntVector.fromArray(INTS, start, 11 * LANES);
    IntVector d0 = IntVector.fromArray(INTS, start, 12 * LANES);
    IntVector d1 = IntVector.fromArray(INTS, start, 13 * LANES);
    IntVector d2 = IntVector.fromArray(INTS, start, 14 * LANES);
    IntVector d3 = IntVector.fromArray(INTS, start, 15 * LANES);
    for (int doubleRound = 0; doubleRound < 10; doubleRound++) {
      a0 = a0.add(b0);
      d0 = d0.lanewise(XOR, a0).lanewise(ROL, 16);
      a1 = a1.add(b1);
      d1 = d1.lanewise(XOR, a1).lanewise(ROL, 16);
      a2 = a2.add(b2);
      d2 = d2.lanewise(XOR, a2).lanewise(ROL, 16);
      a3 = a3.add(b3);
      d3 = d3.lanewise(XOR, a3).lanewise(ROL, 16);
      c0 = c0.add(d0);
      b0 = b0.lanewise(XOR, c0).lanewise(ROL, 12);
      c1 = c1.add(d1);
      b1 = b1.lanewise(XOR, c1).lanewise(ROL, 12);
      c2 = c2.add(d2);
      b2 = b2.lanewise(XOR, c2).lanewise(ROL, 12);
      c3 = c3.add(d3);
      b3 = b3.lanewise(XOR, c3).lanewise(ROL, 12);
      a0 = a0.add(b0);
      d0 = d0.lanewise(XOR, a0).lanewise(ROL, 8);
      a1 = a1.add(b1);
      d1 = d1.lanewise(XOR, a1).lanewise(ROL, 8);
      a2 = a2.add(b2);
      d2 = d2.lanewise(XOR, a2).lanewise(ROL, 8);
      a3 = a3.add(b3);
      d3 = d3.lanewise(XOR, a3).lanewise(ROL, 8);
      c0 = c0.add(d0);
      b0 = b0.lanewise(XOR, c0).lanewise(ROL, 7);
      c1 = c1.add(d1);
      b1 = b1.lanewise(XOR, c1).lanewise(ROL, 7);
      c2 = c2.add(d2);
      b2 = b2.lanewise(XOR, c2).lanewise(ROL, 7);
      c3 = c3.add(d3);
      b3 = b3.lanewise(XOR, c3).lanewise(ROL, 7);
      a0 = a0.add(b1);
      d3 = d3.lanewise(XOR, a0).lanewise(ROL, 16);
      a1 = a1.add(b2);
      d0 = d0.lanewise(XOR, a1).lanewise(ROL, 16);
      a2 = a2.add(b3);
      d1 = d1.lanewise(XOR, a2).lanewise(ROL, 16);
      a3 = a3.add(b0);
      d2 = d2.lanewise(XOR, a3).lanewise(ROL, 16);
      c2 = c2.add(d3);
      b1 = b1.lanewise(XOR, c2).lanewise(ROL, 12);
      c3 = c3.add(d0);
      b2 = b2.lanewise(XOR, c3).lanewise(ROL, 12);
      c0 = c0.add(d1);
      b3 = b3.lanewise(XOR, c0).lanewise(ROL, 12);
      c1 = c1.add(d2);
      b0 = b0.lanewise(XOR, c1).lanewise(ROL, 12);
      a0 = a0.add(b1);
      d3 = d3.lanewise(XOR, a0).lanewise(ROL, 8);
      a1 = a1.add(b2);
      d0 = d0.lanewise(XOR, a1).lanewise(ROL, 8);
      a2 = a2.add(b3);
      d1 = d1.lanewise(XOR, a2).lanewise(ROL, 8);
      a3 = a3.add(b0);
      d2 = d2.lanewise(XOR, a3).lanewise(ROL, 8);
      c2 = c2.add(d3);
      b1 = b1.lanewise(XOR, c2).lanewise(ROL, 7);
      c3 = c3.add(d0);
      b2 = b2.lanewise(XOR, c3).lanewise(ROL, 7);
      c0 = c0.add(d1);
      b3 = b3.lanewise(XOR, c0).lanewise(ROL, 7);
      c1 = c1.add(d2);
      b0 = b0.lanewise(XOR, c1).lanewise(ROL, 7);
    }
    a0 = a0.add(IntVector.fromArray(INTS, start, 0 * LANES));
    a1 = a1.add(IntVector.fromArray(INTS, start, 1 * LANES));
    a2 = a2.add(IntVector.fromArray(INTS, start, 2 * LANES));
    a3 = a3.add(IntVector.fromArray(INTS, start, 3 * LANES));
    b0 = b0.add(IntVector.fromArray(INTS, start, 4 * LANES));
    b1 = b1.add(IntVector.fromArray(INTS, start, 5 * LANES));
    b2 = b2.add(IntVector.fromArray(INTS, start, 6 * LANES));
    b3 = b3.add(IntVector.fromArray(INTS, start, 7 * LANES));
    c0 = c0.add(IntVector.fromArray(INTS, start, 8 * LANES));
    c1 = c1.add(IntVector.fromArray(INTS, start, 9 * LANES));
    c2 = c2.add(IntVector.fromArray(INTS, start, 10 * LANES));
    c3 = c3.add(IntVector.fromArray(INTS, start, 11 * LANES));
    d0 = d0.add(IntVector.fromArray(INTS, start, 12 * LANES));
    d1 = d1.add(IntVector.fromArray(INTS, start, 13 * LANES));
    d2 = d2.add(IntVector.fromArray(INTS, start, 14 * LANES));
    d3 = d3.add(IntVector.fromArray(INTS, start, 15 * LANES));
    // A word of four blocks becomes four words of a block: two exchanges between lanes. Then lane
    // 4 q + i of a with number j has word i of block j of quad q, and so on.
    IntVector even;
    IntVector odd;
    IntVector nextEven;
    IntVector nextOdd;
    even = a0.blend(a1.rearrange(PARTNER_1), UPPER_1);
    odd = a0.rearrange(PARTNER_1).blend(a1, UPPER_1);
    nextEven = a2.blend(a3.rearrange(PARTNER_1), UPPER_1);
    nextOdd = a2.rearrange(PARTNER_1).blend(a3, UPPER_1);
    a0 = even.blend(nextEven.rearrange(PARTNER_2), UPPER_2);
    a1 = odd.blend(nextOdd.rearrange(PARTNER_2), UPPER_2);
    a2 = even.rearrange(PARTNER_2).blend(nextEven, UPPER_2);
    a3 = odd.rearrange(PARTNER_2).blend(nextOdd, UPPER_2);
    even = b0.blend(b1.rearrange(PARTNER_1), UPPER_1);
    odd = b0.rearrange(PARTNER_1).blend(b1, UPPER_1);
    nextEven = b2.blend(b3.rearrange(PARTNER_1), UPPER_1);
    nextOdd = b2.rearrange(PARTNER_1).blend(b3, UPPER_1);
    b0 = even.blend(nextEven.rearrange(PARTNER_2), UPPER_2);
    b1 = odd.blend(nextOdd.rearrange(PARTNER_2), UPPER_2);
    b2 = even.rearrange(PARTNER_2).blend(nextEven, UPPER_2);
    b3 = odd.rearrange(PARTNER_2).blend(nextOdd, UPPER_2);
    even = c0.blend(c1.rearrange(PARTNER_1), UPPER_1);
    odd = c0.rearrange(PARTNER_1).blend(c1, UPPER_1);
    nextEven = c2.blend(c3.rearrange(PARTNER_1), UPPER_1);
    nextOdd = c2.rearrange(PARTNER_1).blend(c3, UPPER_1);
    c0 = even.blend(nextEven.rearrange(PARTNER_2), UPPER_2);
    c1 = odd.blend(nextOdd.rearrange(PARTNER_2), UPPER_2);
    c2 = even.rearrange(PARTNER_2).blend(nextEven, UPPER_2);
    c3 = odd.rearrange(PARTNER_2).blend(nextOdd, UPPER_2);
    even = d0.blend(d1.rearrange(PARTNER_1), UPPER_1);
    odd = d0.rearrange(PARTNER_1).blend(d1, UPPER_1);
    nextEven = d2.blend(d3.rearrange(PARTNER_1), UPPER_1);
    nextOdd = d2.rearrange(PARTNER_1).blend(d3, UPPER_1);
    d0 = even.blend(nextEven.rearrange(PARTNER_2), UPPER_2);
    d1 = odd.blend(nextOdd.rearrange(PARTNER_2), UPPER_2);
    d2 = even.rearrange(PARTNER_2).blend(nextEven, UPPER_2);
    d3 = odd.rearrange(PARTNER_2).blend(nextOdd, UPPER_2);
    // The same between quads brings together what four vectors have of a block. Where a vector has
    // half a block, one exchange does, and what is third and fourth are the second halves.
    boolean whole = LANES == WORDS;
    int toThird = whole ? distance : 4 * LANES - distance;
    even = a0.blend(b0.rearrange(PARTNER_4), UPPER_4);
    odd = a0.rearrange(PARTNER_4).blend(b0, UPPER_4);
    nextEven = c0.blend(d0.rearrange(PARTNER_4), UPPER_4);
    nextOdd = c0.rearrange(PARTNER_4).blend(d0, UPPER_4);
    a0 = whole ? even.blend(nextEven.rearrange(PARTNER_8), UPPER_8) : even;
    b0 = whole ? odd.blend(nextOdd.rearrange(PARTNER_8), UPPER_8) : odd;
    c0 = whole ? even.rearrange(PARTNER_8).blend(nextEven, UPPER_8) : nextEven;
    d0 = whole ? odd.rearrange(PARTNER_8).blend(nextOdd, UPPER_8) : nextOdd;
    int block = at;
    ByteVector.fromArray(BYTES, in, block)
        .lanewise(XOR, a0.reinterpretAsBytes())
        .intoArray(out, block);
    block += distance;
    ByteVector.fromArray(BYTES, in, block)
        .lanewise(XOR, b0.reinterpretAsBytes())
        .intoArray(out, block);
    block += toThird;
    ByteVector.fromArray(BYTES, in, block)
        .lanewise(XOR, c0.reinterpretAsBytes())
        .intoArray(out, block);
    block += distance;
    ByteVector.fromArray(BYTES, in, block)
        .lanewise(XOR, d0.reinterpretAsBytes())
        .intoArray(out, block);
    even = a1.blend(b1.rearrange(PARTNER_4), UPPER_4);
    odd = a1.rearrange(PARTNER_4).blend(b1, UPPER_4);
    nextEven = c1.blend(d1.rearrange(PARTNER_4), UPPER_4);
    nextOdd = c1.rearrange(PARTNER_4).blend(d1, UPPER_4);
    a1 = whole ? even.blend(nextEven.rearrange(PARTNER_8), UPPER_8) : even;
    b1 = whole ? odd.blend(nextOdd.rearrange(PARTNER_8), UPPER_8) : odd;
    c1 = whole ? even.rearrange(PARTNER_8).blend(nextEven, UPPER_8) : nextEven;
    d1 = whole ? odd.rearrange(PARTNER_8).blend(nextOdd, UPPER_8) : nextOdd;
    block = at + 1 * BLOCK_BYTES;
    ByteVector.fromArray(BYTES, in, block)
        .lanewise(XOR, a1.reinterpretAsBytes())
        .intoArray(out, block);
    block += distance;
    ByteVector.fromArray(BYTES, in, block)
        .lanewise(XOR, b1.reinterpretAsBytes())
        .intoArray(out, block);
    block += toThird;
    ByteVector.fromArray(BYTES, in, block)
        .lanewise(XOR, c1.reinterpretAsBytes())
        .intoArray(out, block);
    block += distance;
    ByteVector.fromArray(BYTES, in, block)
        .lanewise(XOR, d1.reinterpretAsBytes())
        .intoArray(out, block);
    even = a2.blend(b2.rearrange(PARTNER_4), UPPER_4);
    odd = a2.rearrange(PARTNER_4).blend(b2, UPPER_4);
    nextEven = c2.blend(d2.rearrange(PARTNER_4), UPPER_4);
    nextOdd = c2.rearrange(PARTNER_4).blend(d2, UPPER_4);
    a2 = whole ? even.blend(nextEven.rearrange(PARTNER_8), UPPER_8) : even;
    b2 = whole ? odd.blend(nextOdd.rearrange(PARTNER_8), UPPER_8) : odd;
    c2 = whole ? even.rearrange(PARTNER_8).blend(nextEven, UPPER_8) : nextEven;
    d2 = whole ? odd.rearrange(PARTNER_8).blend(nextOdd, UPPER_8) : nextOdd;
    block = at + 2 * BLOCK_BYTES;
    ByteVector.fromArray(BYTES, in, block)
        .lanewise(XOR, a2.reinterpretAsBytes())
        .intoArray(out, block);
    block += distance;
    ByteVector.fromArray(BYTES, in, block)
        .lanewise(XOR, b2.reinterpretAsBytes())
        .intoArray(out, block);
    block += toThird;
    ByteVector.fromArray(BYTES, in, block)
        .lanewise(XOR, c2.reinterpretAsBytes())
        .intoArray(out, block);
    block += distance;
    ByteVector.fromArray(BYTES, in, block)
        .lanewise(XOR, d2.reinterpretAsBytes())
        .intoArray(out, block);
    even = a3.blend(b3.rearrange(PARTNER_4), UPPER_4);
    odd = a3.rearrange(PARTNER_4).blend(b3, UPPER_4);
    nextEven = c3.blend(d3.rearrange(PARTNER_4), UPPER_4);
    nextOdd = c3.rearrange(PARTNER_4).blend(d3, UPPER_4);
    a3 = whole ? even.blend(nextEven.rearrange(PARTNER_8), UPPER_8) : even;
    b3 = whole ? odd.blend(nextOdd.rearrange(PARTNER_8), UPPER_8) : odd;
    c3 = whole ? even.rearrange(PARTNER_8).blend(nextEven, UPPER_8) : nextEven;
    d3 = whole ? odd.rearrange(PARTNER_8).blend(nextOdd, UPPER_8) : nextOdd;
    block = at + 3 * BLOCK_BYTES;
    ByteVector.fromArray(BYTES, in, block)
        .lanewise(XOR, a3.reinterpretAsBytes())
        .intoArray(out, block);
    block += distance;
    ByteVector.fromArray(BYTES, in, block)
        .lanewise(XOR, b3.reinterpretAsBytes())
        .intoArray(out, block);
    block += toThird;
    ByteVector.fromArray(BYTES, in, block)
        .lanewise(XOR, c3.reinterpretAsBytes())
        .intoArray(out, block);
    block += distance;
    ByteVector.fromArray(BYTES, in, block)
        .lanewise(XOR, d3.reinterpretAsBytes())
        .intoArray(out, block);
  }
}
