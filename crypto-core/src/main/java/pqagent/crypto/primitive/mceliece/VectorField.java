package pqagent.crypto.primitive.mceliece;

import static jdk.incubator.vector.VectorOperators.XOR;
import static pqagent.crypto.primitive.mceliece.BitslicedField.BITS;
import static pqagent.crypto.primitive.mceliece.BitslicedField.BLOCK;
import static pqagent.crypto.primitive.mceliece.BitslicedField.ROW;
import static pqagent.crypto.simd.Vectors.LONGS;

import jdk.incubator.vector.LongVector;

/** What {@link BitslicedField} spends its time with, on vectors. */
final class VectorField {
  private VectorField() {}

  /** h = f g, by Horner's rule over the rows of g; h may be f or g. */
  static void multiply(long[] h, int ho, long[] f, int fo, long[] g, int go) {
    for (int at = 0; at < ROW; at += LONGS.length()) {
      LongVector f0 = LongVector.fromArray(LONGS, f, fo + at + 0);
      LongVector f1 = LongVector.fromArray(LONGS, f, fo + at + 8);
      LongVector f2 = LongVector.fromArray(LONGS, f, fo + at + 16);
      LongVector f3 = LongVector.fromArray(LONGS, f, fo + at + 24);
      LongVector f4 = LongVector.fromArray(LONGS, f, fo + at + 32);
      LongVector f5 = LongVector.fromArray(LONGS, f, fo + at + 40);
      LongVector f6 = LongVector.fromArray(LONGS, f, fo + at + 48);
      LongVector f7 = LongVector.fromArray(LONGS, f, fo + at + 56);
      LongVector f8 = LongVector.fromArray(LONGS, f, fo + at + 64);
      LongVector f9 = LongVector.fromArray(LONGS, f, fo + at + 72);
      LongVector f10 = LongVector.fromArray(LONGS, f, fo + at + 80);
      LongVector f11 = LongVector.fromArray(LONGS, f, fo + at + 88);
      LongVector f12 = LongVector.fromArray(LONGS, f, fo + at + 96);
      LongVector row = LongVector.fromArray(LONGS, g, go + at + (BITS - 1) * ROW);
      LongVector h0 = f0.and(row);
      LongVector h1 = f1.and(row);
      LongVector h2 = f2.and(row);
      LongVector h3 = f3.and(row);
      LongVector h4 = f4.and(row);
      LongVector h5 = f5.and(row);
      LongVector h6 = f6.and(row);
      LongVector h7 = f7.and(row);
      LongVector h8 = f8.and(row);
      LongVector h9 = f9.and(row);
      LongVector h10 = f10.and(row);
      LongVector h11 = f11.and(row);
      LongVector h12 = f12.and(row);
      for (int next = (BITS - 2) * ROW; next >= 0; next -= ROW) {
        row = LongVector.fromArray(LONGS, g, go + at + next);
        // Times z: z^13 is z^4 + z^3 + z + 1.
        LongVector top = h12;
        h12 = h11.lanewise(XOR, f12.and(row));
        h11 = h10.lanewise(XOR, f11.and(row));
        h10 = h9.lanewise(XOR, f10.and(row));
        h9 = h8.lanewise(XOR, f9.and(row));
        h8 = h7.lanewise(XOR, f8.and(row));
        h7 = h6.lanewise(XOR, f7.and(row));
        h6 = h5.lanewise(XOR, f6.and(row));
        h5 = h4.lanewise(XOR, f5.and(row));
        h4 = h3.lanewise(XOR, f4.and(row)).lanewise(XOR, top);
        h3 = h2.lanewise(XOR, f3.and(row)).lanewise(XOR, top);
        h2 = h1.lanewise(XOR, f2.and(row));
        h1 = h0.lanewise(XOR, f1.and(row)).lanewise(XOR, top);
        h0 = top.lanewise(XOR, f0.and(row));
      }
      h0.intoArray(h, ho + at + 0);
      h1.intoArray(h, ho + at + 8);
      h2.intoArray(h, ho + at + 16);
      h3.intoArray(h, ho + at + 24);
      h4.intoArray(h, ho + at + 32);
      h5.intoArray(h, ho + at + 40);
      h6.intoArray(h, ho + at + 48);
      h7.intoArray(h, ho + at + 56);
      h8.intoArray(h, ho + at + 64);
      h9.intoArray(h, ho + at + 72);
      h10.intoArray(h, ho + at + 80);
      h11.intoArray(h, ho + at + 88);
      h12.intoArray(h, ho + at + 96);
    }
  }

  /** h = h + f; h may be f. */
  static void add(long[] h, int ho, long[] f, int fo) {
    for (int at = 0; at < BLOCK; at += LONGS.length()) {
      LongVector.fromArray(LONGS, h, ho + at)
          .lanewise(XOR, LongVector.fromArray(LONGS, f, fo + at))
          .intoArray(h, ho + at);
    }
  }

  /** Every element of h is the first of f. */
  static void fill(long[] h, long[] f) {
    for (int row = 0; row < BLOCK; row += ROW) {
      LongVector bit = LongVector.broadcast(LONGS, -(f[row] & 1));
      for (int at = 0; at < ROW; at += LONGS.length()) {
        bit.intoArray(h, row + at);
      }
    }
  }

  /** h = f²; h may be f. */
  static void square(long[] h, int ho, long[] f, int fo) {
    for (int at = 0; at < ROW; at += LONGS.length()) {
      LongVector f0 = LongVector.fromArray(LONGS, f, fo + at + 0);
      LongVector f1 = LongVector.fromArray(LONGS, f, fo + at + 8);
      LongVector f2 = LongVector.fromArray(LONGS, f, fo + at + 16);
      LongVector f3 = LongVector.fromArray(LONGS, f, fo + at + 24);
      LongVector f4 = LongVector.fromArray(LONGS, f, fo + at + 32);
      LongVector f5 = LongVector.fromArray(LONGS, f, fo + at + 40);
      LongVector f6 = LongVector.fromArray(LONGS, f, fo + at + 48);
      LongVector f7 = LongVector.fromArray(LONGS, f, fo + at + 56);
      LongVector f8 = LongVector.fromArray(LONGS, f, fo + at + 64);
      LongVector f9 = LongVector.fromArray(LONGS, f, fo + at + 72);
      LongVector f10 = LongVector.fromArray(LONGS, f, fo + at + 80);
      LongVector f11 = LongVector.fromArray(LONGS, f, fo + at + 88);
      LongVector f12 = LongVector.fromArray(LONGS, f, fo + at + 96);
      LongVector high = f11.lanewise(XOR, f12);
      f0.lanewise(XOR, f11).intoArray(h, ho + at + 0);
      f7.lanewise(XOR, high).intoArray(h, ho + at + 8);
      f1.lanewise(XOR, f7).intoArray(h, ho + at + 16);
      f8.lanewise(XOR, high).intoArray(h, ho + at + 24);
      f2.lanewise(XOR, f7).lanewise(XOR, f8).lanewise(XOR, high).intoArray(h, ho + at + 32);
      f7.lanewise(XOR, f9).intoArray(h, ho + at + 40);
      f3.lanewise(XOR, f8).lanewise(XOR, f9).lanewise(XOR, f12).intoArray(h, ho + at + 48);
      f8.lanewise(XOR, f10).intoArray(h, ho + at + 56);
      f4.lanewise(XOR, f9).lanewise(XOR, f10).intoArray(h, ho + at + 64);
      f9.lanewise(XOR, f11).intoArray(h, ho + at + 72);
      f5.lanewise(XOR, f10).lanewise(XOR, f11).intoArray(h, ho + at + 80);
      f10.lanewise(XOR, f12).intoArray(h, ho + at + 88);
      f6.lanewise(XOR, high).intoArray(h, ho + at + 96);
    }
  }
}
