package pqagent.crypto;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Counts what a thread allocates on the heap. */
public final class Allocations {
  private static final int ROUNDS = 20;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Allocations() {}

  /**
   * The bytes that a step allocates in steady state: the least of the means of some rounds, since
   * the JVM may throw compiled code away and take a while to compile again.
   */
  public static double bytesPerStep(int steps, Runnable step) {
    double least = Double.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < steps; i++) {
        step.run();
      }
      long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
      least = Math.min(least, (double) allocated / steps);
    }
    return least;
  }
}
