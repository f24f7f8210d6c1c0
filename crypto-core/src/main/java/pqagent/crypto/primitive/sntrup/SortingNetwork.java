package pqagent.crypto.primitive.sntrup;

import java.util.Arrays;

/**
 * Sorts 1024 numbers in constant time: Batcher's bitonic sort ("Sorting networks and their
 * applications", 1968). Runs that are to descend are complemented while they are merged, so that
 * every comparison puts the smaller number first.
 */
final class SortingNetwork {
  static final int SIZE = 1024;

  private SortingNetwork() {}

  /** Sorts the first numbers of an array of 1024, of unsigned ints; what is behind is lost. */
  static void sortUnsigned(int[] numbers, int count) {
    for (int i = 0; i < count; i++) {
      numbers[i] ^= Integer.MIN_VALUE;
    }
    Arrays.fill(numbers, count, SIZE, Integer.MAX_VALUE);
    if (SntrupVectors.isOn()) {
      VectorSort.sort(numbers);
    } else {
      sort(numbers);
    }
    for (int i = 0; i < count; i++) {
      numbers[i] ^= Integer.MIN_VALUE;
    }
  }

  private static void sort(int[] numbers) {
    for (int run = 2; run <= SIZE; run *= 2) {
      complementOddRuns(numbers, run);
      for (int stride = run / 2; stride > 0; stride /= 2) {
        compare(numbers, stride);
      }
      complementOddRuns(numbers, run);
    }
  }

  static void complementOddRuns(int[] numbers, int run) {
    for (int start = run; start < SIZE; start += 2 * run) {
      for (int i = start; i < start + run; i++) {
        numbers[i] = ~numbers[i];
      }
    }
  }

  private static void compare(int[] numbers, int stride) {
    for (int start = 0; start < SIZE; start += 2 * stride) {
      for (int i = start; i < start + stride; i++) {
        long difference = (long) numbers[i + stride] - numbers[i];
        int swap = (int) difference & (int) (difference >> 63);
        numbers[i] += swap;
        numbers[i + stride] -= swap;
      }
    }
  }
}
