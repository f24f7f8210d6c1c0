package pqagent.testkit;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.IntConsumer;

/** Counts what a thread allocates on the heap. */
public final class Allocations {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Allocations() {}

  /** Runs a step so many times after as many to warm up; returns the bytes that one allocates. */
  public static double bytesPerStep(int steps, IntConsumer step) {
    for (int i = 0; i < steps; i++) {
      step.accept(i);
    }
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < steps; i++) {
      step.accept(i);
    }
    return (double) (THREADS.getCurrentThreadAllocatedBytes() - before) / steps;
  }
}
