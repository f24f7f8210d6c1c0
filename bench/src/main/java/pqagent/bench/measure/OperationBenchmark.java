package pqagent.bench.measure;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import pqagent.bench.crypto.Catalogue;
import pqagent.bench.crypto.Implementation;
import pqagent.bench.crypto.Work;
import pqagent.crypto.primitive.VectorKernels;

/** What JMH calls: one implementation of one operation, so that the JVM compiles for it alone. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OperationBenchmark {
  @Param("")
  public String operation = "";

  @Param("")
  public String by = "";

  /** Whether to measure only when it is fast. */
  @Param("true")
  public boolean warmed = true;

  private static final long SLICE_NANOS = 100_000_000;
  private static final long MAX_WARM_UP_NANOS = 4_000_000_000L;
  private static final double FASTER = 0.98;
  private static final int PATIENCE = 5;

  /** Public, so that what came out while warming up is not superfluous either. */
  public Object warmedUp = new Object();

  private Work work = Object::new;

  @Setup
  public void prepare() {
    Implementation implementation = Catalogue.operation(operation).by(by);
    if (implementation.isOurs()) {
      VectorKernels.warmUp();
    }
    work = implementation.preparation().get();
    if (warmed) {
      warmUp();
    }
  }

  /**
   * Works until it has not become faster for a while: compiled, in a JVM that waits for its
   * compiler.
   */
  private void warmUp() {
    long start = System.nanoTime();
    double best = Double.MAX_VALUE;
    int slow = 0;
    while (slow < PATIENCE && System.nanoTime() - start < MAX_WARM_UP_NANOS) {
      long begin = System.nanoTime();
      long calls = 0;
      do {
        warmedUp = work.run();
        calls++;
      } while (System.nanoTime() - begin < SLICE_NANOS);
      double nanos = (double) (System.nanoTime() - begin) / calls;
      slow = nanos < FASTER * best ? 0 : slow + 1;
      best = Math.min(best, nanos);
    }
  }

  @Benchmark
  public Object run() {
    return work.run();
  }
}
