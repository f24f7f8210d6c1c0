package pqagent.crypto.primitive.sntrup;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** {@link SortingNetwork} on vectors of 8 numbers. */
final class VectorSort {
  private static final VectorSpecies<Integer> SPECIES = IntVector.SPECIES_256;
  private static final int LANES = 8;
  private static final VectorShuffle<Integer> PARTNER_4 = partners(4);
  private static final VectorShuffle<Integer> PARTNER_2 = partners(2);
  private static final VectorShuffle<Integer> PARTNER_1 = partners(1);
  private static final VectorMask<Integer> UPPER_4 = VectorMask.fromLong(SPECIES, 0b11110000);
  private static final VectorMask<Integer> UPPER_2 = VectorMask.fromLong(SPECIES, 0b11001100);
  private static final VectorMask<Integer> UPPER_1 = VectorMask.fromLong(SPECIES, 0b10101010);

  private VectorSort() {}

  private static VectorShuffle<Integer> partners(int stride) {
    return VectorShuffle.fromOp(SPECIES, lane -> lane ^ stride);
  }

  static void sort(int[] numbers) {
    for (int run = 2; run <= SortingNetwork.SIZE; run *= 2) {
      SortingNetwork.complementOddRuns(numbers, run);
      for (int stride = run / 2; stride >= LANES; stride /= 2) {
        compare(numbers, stride);
      }
      if (run > 4) {
        compareLanes(numbers, PARTNER_4, UPPER_4);
      }
      if (run > 2) {
        compareLanes(numbers, PARTNER_2, UPPER_2);
      }
      compareLanes(numbers, PARTNER_1, UPPER_1);
      SortingNetwork.complementOddRuns(numbers, run);
    }
  }

  private static void compare(int[] numbers, int stride) {
    for (int start = 0; start < numbers.length; start += 2 * stride) {
      for (int i = start; i < start + stride; i += LANES) {
        IntVector lower = IntVector.fromArray(SPECIES, numbers, i);
        IntVector upper = IntVector.fromArray(SPECIES, numbers, i + stride);
        lower.min(upper).intoArray(numbers, i);
        lower.max(upper).intoArray(numbers, i + stride);
      }
    }
  }

  private static void compareLanes(
      int[] numbers, VectorShuffle<Integer> partner, VectorMask<Integer> upper) {
    for (int i = 0; i < numbers.length; i += LANES) {
      IntVector mine = IntVector.fromArray(SPECIES, numbers, i);
      IntVector other = mine.rearrange(partner);
      mine.min(other).blend(mine.max(other), upper).intoArray(numbers, i);
    }
  }
}
