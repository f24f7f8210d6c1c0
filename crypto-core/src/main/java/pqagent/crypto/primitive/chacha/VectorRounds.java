package pqagent.crypto.primitive.chacha;

import static jdk.incubator.vector.VectorOperators.ROL;
import static jdk.incubator.vector.VectorOperators.XOR;
import static pqagent.crypto.simd.Vectors.INTS;

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
   * Reads word w of all blocks at {@code w * LANES} of {@code start}, and writes the key stream, a
   * vector at each multiple of LANES: {@link #place} says which.
   */
  static void run(int[] start, int[] stream) {
    makePieces(start, stream);
    joinPieces(stream);
  }

  /** Where the stream has the words of a lane's block from {@code word} on, as many as LANES. */
  static int place(int lane, int word) {
    return (lane + word / LANES * 2 * QUAD) * LANES;
  }

  /** Leaves word 4 g + i of block 4 q + j in lane 4 q + i of vector 4 g + j. */
  private static void makePieces(int[] start, int[] stream) {
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
    // A word of four blocks becomes four words of a block: two exchanges between lanes.
    IntVector even = a0.blend(a1.rearrange(PARTNER_1), UPPER_1);
    IntVector odd = a0.rearrange(PARTNER_1).blend(a1, UPPER_1);
    IntVector nextEven = a2.blend(a3.rearrange(PARTNER_1), UPPER_1);
    IntVector nextOdd = a2.rearrange(PARTNER_1).blend(a3, UPPER_1);
    even.blend(nextEven.rearrange(PARTNER_2), UPPER_2).intoArray(stream, 0 * LANES);
    even.rearrange(PARTNER_2).blend(nextEven, UPPER_2).intoArray(stream, 2 * LANES);
    odd.blend(nextOdd.rearrange(PARTNER_2), UPPER_2).intoArray(stream, 1 * LANES);
    odd.rearrange(PARTNER_2).blend(nextOdd, UPPER_2).intoArray(stream, 3 * LANES);
    even = b0.blend(b1.rearrange(PARTNER_1), UPPER_1);
    odd = b0.rearrange(PARTNER_1).blend(b1, UPPER_1);
    nextEven = b2.blend(b3.rearrange(PARTNER_1), UPPER_1);
    nextOdd = b2.rearrange(PARTNER_1).blend(b3, UPPER_1);
    even.blend(nextEven.rearrange(PARTNER_2), UPPER_2).intoArray(stream, 4 * LANES);
    even.rearrange(PARTNER_2).blend(nextEven, UPPER_2).intoArray(stream, 6 * LANES);
    odd.blend(nextOdd.rearrange(PARTNER_2), UPPER_2).intoArray(stream, 5 * LANES);
    odd.rearrange(PARTNER_2).blend(nextOdd, UPPER_2).intoArray(stream, 7 * LANES);
    even = c0.blend(c1.rearrange(PARTNER_1), UPPER_1);
    odd = c0.rearrange(PARTNER_1).blend(c1, UPPER_1);
    nextEven = c2.blend(c3.rearrange(PARTNER_1), UPPER_1);
    nextOdd = c2.rearrange(PARTNER_1).blend(c3, UPPER_1);
    even.blend(nextEven.rearrange(PARTNER_2), UPPER_2).intoArray(stream, 8 * LANES);
    even.rearrange(PARTNER_2).blend(nextEven, UPPER_2).intoArray(stream, 10 * LANES);
    odd.blend(nextOdd.rearrange(PARTNER_2), UPPER_2).intoArray(stream, 9 * LANES);
    odd.rearrange(PARTNER_2).blend(nextOdd, UPPER_2).intoArray(stream, 11 * LANES);
    even = d0.blend(d1.rearrange(PARTNER_1), UPPER_1);
    odd = d0.rearrange(PARTNER_1).blend(d1, UPPER_1);
    nextEven = d2.blend(d3.rearrange(PARTNER_1), UPPER_1);
    nextOdd = d2.rearrange(PARTNER_1).blend(d3, UPPER_1);
    even.blend(nextEven.rearrange(PARTNER_2), UPPER_2).intoArray(stream, 12 * LANES);
    even.rearrange(PARTNER_2).blend(nextEven, UPPER_2).intoArray(stream, 14 * LANES);
    odd.blend(nextOdd.rearrange(PARTNER_2), UPPER_2).intoArray(stream, 13 * LANES);
    odd.rearrange(PARTNER_2).blend(nextOdd, UPPER_2).intoArray(stream, 15 * LANES);
  }

  /** Brings together what four vectors have of each block, by exchanges between quads. */
  private static void joinPieces(int[] stream) {
    for (int j = 0; j < QUAD; j++) {
      int at = j * LANES;
      IntVector x0 = IntVector.fromArray(INTS, stream, at);
      IntVector x1 = IntVector.fromArray(INTS, stream, at + QUAD * LANES);
      IntVector x2 = IntVector.fromArray(INTS, stream, at + 2 * QUAD * LANES);
      IntVector x3 = IntVector.fromArray(INTS, stream, at + 3 * QUAD * LANES);
      IntVector evenLow = x0.blend(x1.rearrange(PARTNER_4), UPPER_4);
      IntVector oddLow = x0.rearrange(PARTNER_4).blend(x1, UPPER_4);
      IntVector evenHigh = x2.blend(x3.rearrange(PARTNER_4), UPPER_4);
      IntVector oddHigh = x2.rearrange(PARTNER_4).blend(x3, UPPER_4);
      if (LANES == WORDS) {
        x0 = evenLow.blend(evenHigh.rearrange(PARTNER_8), UPPER_8);
        x1 = oddLow.blend(oddHigh.rearrange(PARTNER_8), UPPER_8);
        x2 = evenLow.rearrange(PARTNER_8).blend(evenHigh, UPPER_8);
        x3 = oddLow.rearrange(PARTNER_8).blend(oddHigh, UPPER_8);
      } else {
        x0 = evenLow;
        x1 = oddLow;
        x2 = evenHigh;
        x3 = oddHigh;
      }
      x0.intoArray(stream, at);
      x1.intoArray(stream, at + QUAD * LANES);
      x2.intoArray(stream, at + 2 * QUAD * LANES);
      x3.intoArray(stream, at + 3 * QUAD * LANES);
    }
  }
}
