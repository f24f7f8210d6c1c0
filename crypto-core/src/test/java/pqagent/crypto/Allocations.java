package pqagent.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import pqagent.crypto.simd.VectorUnit;

/** Counts what a thread allocates on the heap. */
public final class Allocations {
  private static final int MOST_ROUNDS = 300;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Allocations() {}

  /**
   * The bytes that a step allocates in steady state: the mean of the first round of steps that
   * stays below a bound, or of the last of many. It takes some until the JVM has compiled what is
   * run.
   */
  public static double bytesPerStep(int steps, double bound, Runnable step) {
    assertThat(VectorUnit.BITS).as("bits of this machine's vectors, which it needs").isPositive();
    double mean = Double.MAX_VALUE;
    for (int round = 0; round < MOST_ROUNDS && mean >= bound; round++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < steps; i++) {
        step.run();
      }
      mean = (double) (THREADS.getCurrentThreadAllocatedBytes() - before) / steps;
    }
    return mean;
  }
}
