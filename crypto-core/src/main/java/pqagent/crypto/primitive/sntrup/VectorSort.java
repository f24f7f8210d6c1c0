package pqagent.crypto.primitive.sntrup;

import static pqagent.crypto.simd.Vectors.INTS;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/** {@link SortingNetwork} on vectors. */
final class VectorSort {
  private static final int LANES = INTS.length();
  private static final VectorShuffle<Integer> PARTNER_8 = partners(LANES / 2);
  private static final VectorShuffle<Integer> PARTNER_4 = partners(4);
  private static final VectorShuffle<Integer> PARTNER_2 = partners(2);
  private static final VectorShuffle<Integer> PARTNER_1 = partners(1);
  private static final VectorMask<Integer> UPPER_8 = VectorMask.fromLong(INTS, 0xff00);
  private static final VectorMask<Integer> UPPER_4 = VectorMask.fromLong(INTS, 0xf0f0);
  private static final VectorMask<Integer> UPPER_2 = VectorMask.fromLong(INTS, 0xcccc);
  private static final VectorMask<Integer> UPPER_1 = VectorMask.fromLong(INTS, 0xaaaa);

  private VectorSort() {}

  private static VectorShuffle<Integer> partners(int stride) {
    return VectorShuffle.fromOp(INTS, lane -> lane ^ stride);
  }

  static void sort(int[] numbers) {
    for (int run = 2; run <= SortingNetwork.SIZE; run *= 2) {
      SortingNetwork.complementOddRuns(numbers, run);
      for (int stride = run / 2; stride >= LANES; stride /= 2) {
        compare(numbers, stride);
      }
      if (LANES > 8 && run > 8) {
        compareLanes(numbers, PARTNER_8, UPPER_8);
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
        IntVector lower = IntVector.fromArray(INTS, numbers, i);
        IntVector upper = IntVector.fromArray(INTS, numbers, i + stride);
        lower.min(upper).intoArray(numbers, i);
        lower.max(upper).intoArray(numbers, i + stride);
      }
    }
  }

  private static void compareLanes(
      int[] numbers, VectorShuffle<Integer> partner, VectorMask<Integer> upper) {
    for (int i = 0; i < numbers.length; i += LANES) {
      IntVector mine = IntVector.fromArray(INTS, numbers, i);
      IntVector other = mine.rearrange(partner);
      mine.min(other).blend(mine.max(other), upper).intoArray(numbers, i);
    }
  }
}
