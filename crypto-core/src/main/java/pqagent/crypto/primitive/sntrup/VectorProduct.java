package pqagent.crypto.primitive.sntrup;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The sums of {@link RingProduct} on vectors of 256 bits, 64 at a time. */
final class VectorProduct {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_256;

  private VectorProduct() {}

  static void multiply(float[] sums, float[] e, float[] r) {
    for (int j = 0; j < RingProduct.PADDED; j += RingProduct.BLOCK) {
      FloatVector sum0 = FloatVector.zero(SPECIES);
      FloatVector sum1 = sum0;
      FloatVector sum2 = sum0;
      FloatVector sum3 = sum0;
      FloatVector sum4 = sum0;
      FloatVector sum5 = sum0;
      FloatVector sum6 = sum0;
      FloatVector sum7 = sum0;
      for (int i = 0; i < Ring.P; i++) {
        int at = RingProduct.start(i) + j;
        FloatVector factor = FloatVector.broadcast(SPECIES, r[i]);
        sum0 = FloatVector.fromArray(SPECIES, e, at).fma(factor, sum0);
        sum1 = FloatVector.fromArray(SPECIES, e, at + 8).fma(factor, sum1);
        sum2 = FloatVector.fromArray(SPECIES, e, at + 16).fma(factor, sum2);
        sum3 = FloatVector.fromArray(SPECIES, e, at + 24).fma(factor, sum3);
        sum4 = FloatVector.fromArray(SPECIES, e, at + 32).fma(factor, sum4);
        sum5 = FloatVector.fromArray(SPECIES, e, at + 40).fma(factor, sum5);
        sum6 = FloatVector.fromArray(SPECIES, e, at + 48).fma(factor, sum6);
        sum7 = FloatVector.fromArray(SPECIES, e, at + 56).fma(factor, sum7);
      }
      sum0.intoArray(sums, j);
      sum1.intoArray(sums, j + 8);
      sum2.intoArray(sums, j + 16);
      sum3.intoArray(sums, j + 24);
      sum4.intoArray(sums, j + 32);
      sum5.intoArray(sums, j + 40);
      sum6.intoArray(sums, j + 48);
      sum7.intoArray(sums, j + 56);
    }
  }
}
