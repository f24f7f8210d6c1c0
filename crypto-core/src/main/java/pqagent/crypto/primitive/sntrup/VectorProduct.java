package pqagent.crypto.primitive.sntrup;

import static pqagent.crypto.simd.Vectors.FLOATS;

import jdk.incubator.vector.FloatVector;

/** The sums of {@link RingProduct} on vectors, eight at a time. */
final class VectorProduct {
  /** So that {@link RingProduct#PADDED} is a multiple of eight vectors. */
  private static final int LANES = FLOATS.length();

  private VectorProduct() {}

  static void multiply(float[] sums, float[] e, float[] r) {
    for (int j = 0; j < RingProduct.PADDED; j += 8 * LANES) {
      FloatVector sum0 = FloatVector.zero(FLOATS);
      FloatVector sum1 = sum0;
      FloatVector sum2 = sum0;
      FloatVector sum3 = sum0;
      FloatVector sum4 = sum0;
      FloatVector sum5 = sum0;
      FloatVector sum6 = sum0;
      FloatVector sum7 = sum0;
      for (int i = 0; i < Ring.P; i++) {
        int at = RingProduct.start(i) + j;
        FloatVector factor = FloatVector.broadcast(FLOATS, r[i]);
        sum0 = FloatVector.fromArray(FLOATS, e, at).fma(factor, sum0);
        sum1 = FloatVector.fromArray(FLOATS, e, at + 1 * LANES).fma(factor, sum1);
        sum2 = FloatVector.fromArray(FLOATS, e, at + 2 * LANES).fma(factor, sum2);
        sum3 = FloatVector.fromArray(FLOATS, e, at + 3 * LANES).fma(factor, sum3);
        sum4 = FloatVector.fromArray(FLOATS, e, at + 4 * LANES).fma(factor, sum4);
        sum5 = FloatVector.fromArray(FLOATS, e, at + 5 * LANES).fma(factor, sum5);
        sum6 = FloatVector.fromArray(FLOATS, e, at + 6 * LANES).fma(factor, sum6);
        sum7 = FloatVector.fromArray(FLOATS, e, at + 7 * LANES).fma(factor, sum7);
      }
      sum0.intoArray(sums, j);
      sum1.intoArray(sums, j + 1 * LANES);
      sum2.intoArray(sums, j + 2 * LANES);
      sum3.intoArray(sums, j + 3 * LANES);
      sum4.intoArray(sums, j + 4 * LANES);
      sum5.intoArray(sums, j + 5 * LANES);
      sum6.intoArray(sums, j + 6 * LANES);
      sum7.intoArray(sums, j + 7 * LANES);
    }
  }
}
