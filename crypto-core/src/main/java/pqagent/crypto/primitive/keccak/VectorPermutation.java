package pqagent.crypto.primitive.keccak;

import static jdk.incubator.vector.VectorOperators.ROL;
import static jdk.incubator.vector.VectorOperators.XOR;
import static pqagent.crypto.simd.Vectors.LONGS;

import jdk.incubator.vector.LongVector;

/**
 * Keccak-f[1600] (FIPS 202, section 3.3) of as many states at once as a vector has lanes: vector x
 * + 5 y is A[x, y] of each. One flat method, since a call that is not inlined would put every
 * vector on the heap.
 */
final class VectorPermutation {
  /** States that are permuted at once. */
  static final int STATES = LONGS.length();

  private static final long[] ROUND_CONSTANTS = roundConstants();

  private VectorPermutation() {}

  /** RC[i], by the linear feedback shift register of section 3.2.5. */
  private static long[] roundConstants() {
    long[] constants = new long[24];
    int register = 1;
    for (int round = 0; round < constants.length; round++) {
      for (int j = 0; j < 7; j++) {
        constants[round] |= (long) (register & 1) << (1 << j) - 1;
        register = register << 1 ^ (register >> 7) * 0x171;
      }
    }
    return constants;
  }

  /** Permutes states of which word i is at {@code i * STATES}. */
  static void permute(long[] states) {
    LongVector a0 = LongVector.fromArray(LONGS, states, 0 * STATES);
    LongVector a1 = LongVector.fromArray(LONGS, states, 1 * STATES);
    LongVector a2 = LongVector.fromArray(LONGS, states, 2 * STATES);
    LongVector a3 = LongVector.fromArray(LONGS, states, 3 * STATES);
    LongVector a4 = LongVector.fromArray(LONGS, states, 4 * STATES);
    LongVector a5 = LongVector.fromArray(LONGS, states, 5 * STATES);
    LongVector a6 = LongVector.fromArray(LONGS, states, 6 * STATES);
    LongVector a7 = LongVector.fromArray(LONGS, states, 7 * STATES);
    LongVector a8 = LongVector.fromArray(LONGS, states, 8 * STATES);
    LongVector a9 = LongVector.fromArray(LONGS, states, 9 * STATES);
    LongVector a10 = LongVector.fromArray(LONGS, states, 10 * STATES);
    LongVector a11 = LongVector.fromArray(LONGS, states, 11 * STATES);
    LongVector a12 = LongVector.fromArray(LONGS, states, 12 * STATES);
    LongVector a13 = LongVector.fromArray(LONGS, states, 13 * STATES);
    LongVector a14 = LongVector.fromArray(LONGS, states, 14 * STATES);
    LongVector a15 = LongVector.fromArray(LONGS, states, 15 * STATES);
    LongVector a16 = LongVector.fromArray(LONGS, states, 16 * STATES);
    LongVector a17 = LongVector.fromArray(LONGS, states, 17 * STATES);
    LongVector a18 = LongVector.fromArray(LONGS, states, 18 * STATES);
    LongVector a19 = LongVector.fromArray(LONGS, states, 19 * STATES);
    LongVector a20 = LongVector.fromArray(LONGS, states, 20 * STATES);
    LongVector a21 = LongVector.fromArray(LONGS, states, 21 * STATES);
    LongVector a22 = LongVector.fromArray(LONGS, states, 22 * STATES);
    LongVector a23 = LongVector.fromArray(LONGS, states, 23 * STATES);
    LongVector a24 = LongVector.fromArray(LONGS, states, 24 * STATES);
    for (long constant : ROUND_CONSTANTS) {
      LongVector c0 = a0.lanewise(XOR, a5).lanewise(XOR, a10).lanewise(XOR, a15).lanewise(XOR, a20);
      LongVector c1 = a1.lanewise(XOR, a6).lanewise(XOR, a11).lanewise(XOR, a16).lanewise(XOR, a21);
      LongVector c2 = a2.lanewise(XOR, a7).lanewise(XOR, a12).lanewise(XOR, a17).lanewise(XOR, a22);
      LongVector c3 = a3.lanewise(XOR, a8).lanewise(XOR, a13).lanewise(XOR, a18).lanewise(XOR, a23);
      LongVector c4 = a4.lanewise(XOR, a9).lanewise(XOR, a14).lanewise(XOR, a19).lanewise(XOR, a24);
      LongVector d0 = c4.lanewise(XOR, c1.lanewise(ROL, 1));
      LongVector d1 = c0.lanewise(XOR, c2.lanewise(ROL, 1));
      LongVector d2 = c1.lanewise(XOR, c3.lanewise(ROL, 1));
      LongVector d3 = c2.lanewise(XOR, c4.lanewise(ROL, 1));
      LongVector d4 = c3.lanewise(XOR, c0.lanewise(ROL, 1));
      LongVector b0 = a0.lanewise(XOR, d0);
      LongVector b10 = a1.lanewise(XOR, d1).lanewise(ROL, 1);
      LongVector b20 = a2.lanewise(XOR, d2).lanewise(ROL, 62);
      LongVector b5 = a3.lanewise(XOR, d3).lanewise(ROL, 28);
      LongVector b15 = a4.lanewise(XOR, d4).lanewise(ROL, 27);
      LongVector b16 = a5.lanewise(XOR, d0).lanewise(ROL, 36);
      LongVector b1 = a6.lanewise(XOR, d1).lanewise(ROL, 44);
      LongVector b11 = a7.lanewise(XOR, d2).lanewise(ROL, 6);
      LongVector b21 = a8.lanewise(XOR, d3).lanewise(ROL, 55);
      LongVector b6 = a9.lanewise(XOR, d4).lanewise(ROL, 20);
      LongVector b7 = a10.lanewise(XOR, d0).lanewise(ROL, 3);
      LongVector b17 = a11.lanewise(XOR, d1).lanewise(ROL, 10);
      LongVector b2 = a12.lanewise(XOR, d2).lanewise(ROL, 43);
      LongVector b12 = a13.lanewise(XOR, d3).lanewise(ROL, 25);
      LongVector b22 = a14.lanewise(XOR, d4).lanewise(ROL, 39);
      LongVector b23 = a15.lanewise(XOR, d0).lanewise(ROL, 41);
      LongVector b8 = a16.lanewise(XOR, d1).lanewise(ROL, 45);
      LongVector b18 = a17.lanewise(XOR, d2).lanewise(ROL, 15);
      LongVector b3 = a18.lanewise(XOR, d3).lanewise(ROL, 21);
      LongVector b13 = a19.lanewise(XOR, d4).lanewise(ROL, 8);
      LongVector b14 = a20.lanewise(XOR, d0).lanewise(ROL, 18);
      LongVector b24 = a21.lanewise(XOR, d1).lanewise(ROL, 2);
      LongVector b9 = a22.lanewise(XOR, d2).lanewise(ROL, 61);
      LongVector b19 = a23.lanewise(XOR, d3).lanewise(ROL, 56);
      LongVector b4 = a24.lanewise(XOR, d4).lanewise(ROL, 14);
      a0 = b0.lanewise(XOR, b1.not().and(b2)).lanewise(XOR, constant);
      a1 = b1.lanewise(XOR, b2.not().and(b3));
      a2 = b2.lanewise(XOR, b3.not().and(b4));
      a3 = b3.lanewise(XOR, b4.not().and(b0));
      a4 = b4.lanewise(XOR, b0.not().and(b1));
      a5 = b5.lanewise(XOR, b6.not().and(b7));
      a6 = b6.lanewise(XOR, b7.not().and(b8));
      a7 = b7.lanewise(XOR, b8.not().and(b9));
      a8 = b8.lanewise(XOR, b9.not().and(b5));
      a9 = b9.lanewise(XOR, b5.not().and(b6));
      a10 = b10.lanewise(XOR, b11.not().and(b12));
      a11 = b11.lanewise(XOR, b12.not().and(b13));
      a12 = b12.lanewise(XOR, b13.not().and(b14));
      a13 = b13.lanewise(XOR, b14.not().and(b10));
      a14 = b14.lanewise(XOR, b10.not().and(b11));
      a15 = b15.lanewise(XOR, b16.not().and(b17));
      a16 = b16.lanewise(XOR, b17.not().and(b18));
      a17 = b17.lanewise(XOR, b18.not().and(b19));
      a18 = b18.lanewise(XOR, b19.not().and(b15));
      a19 = b19.lanewise(XOR, b15.not().and(b16));
      a20 = b20.lanewise(XOR, b21.not().and(b22));
      a21 = b21.lanewise(XOR, b22.not().and(b23));
      a22 = b22.lanewise(XOR, b23.not().and(b24));
      a23 = b23.lanewise(XOR, b24.not().and(b20));
      a24 = b24.lanewise(XOR, b20.not().and(b21));
    }
    a0.intoArray(states, 0 * STATES);
    a1.intoArray(states, 1 * STATES);
    a2.intoArray(states, 2 * STATES);
    a3.intoArray(states, 3 * STATES);
    a4.intoArray(states, 4 * STATES);
    a5.intoArray(states, 5 * STATES);
    a6.intoArray(states, 6 * STATES);
    a7.intoArray(states, 7 * STATES);
    a8.intoArray(states, 8 * STATES);
    a9.intoArray(states, 9 * STATES);
    a10.intoArray(states, 10 * STATES);
    a11.intoArray(states, 11 * STATES);
    a12.intoArray(states, 12 * STATES);
    a13.intoArray(states, 13 * STATES);
    a14.intoArray(states, 14 * STATES);
    a15.intoArray(states, 15 * STATES);
    a16.intoArray(states, 16 * STATES);
    a17.intoArray(states, 17 * STATES);
    a18.intoArray(states, 18 * STATES);
    a19.intoArray(states, 19 * STATES);
    a20.intoArray(states, 20 * STATES);
    a21.intoArray(states, 21 * STATES);
    a22.intoArray(states, 22 * STATES);
    a23.intoArray(states, 23 * STATES);
    a24.intoArray(states, 24 * STATES);
  }
}
