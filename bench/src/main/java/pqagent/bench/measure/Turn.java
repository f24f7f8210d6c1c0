package pqagent.bench.measure;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import pqagent.bench.crypto.Implementation;
import pqagent.bench.crypto.Operation;
import pqagent.crypto.simd.VectorUnit;

/**
 * What came of one implementation's turn, in a JVM of its own.
 *
 * @param nanos median of the iterations' averages
 * @param allocatedBytes on the heap, per operation
 * @param stolen processors, on average over the iterations
 */
public record Turn(double nanos, double allocatedBytes, double stolen) {
  /** The module that computes on vectors, where this JVM has it. */
  private static final String[] MODULES =
      ModuleLayer.boot().findModule(VectorUnit.MODULE).isPresent()
          ? new String[] {"--add-modules", VectorUnit.MODULE}
          : new String[0];

  private static final String ALLOCATED = "gc.alloc.rate.norm";

  /** Takes the turn. */
  static Turn take(Operation operation, Implementation implementation, Effort effort) {
    TimeValue length = TimeValue.milliseconds(effort.iteration().toMillis());
    return run(
        options(operation, implementation)
            .forks(1)
            .jvmArgs(MODULES)
            .jvmArgsAppend(
                "-Xbatch", // the compiler has the time it needs, also on a busy machine
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow")
            .warmupIterations(effort.warmUps())
            .warmupTime(length)
            .measurementIterations(effort.iterations())
            .measurementTime(length));
  }

  static ChainedOptionsBuilder options(Operation operation, Implementation implementation) {
    return new OptionsBuilder()
        .include("^" + OperationBenchmark.class.getName().replace(".", "\\.") + "\\.run$")
        .param("operation", operation.name())
        .param("by", implementation.by())
        .operationsPerInvocation(operation.perCall())
        .threads(1)
        .syncIterations(false)
        .addProfiler(StealProfiler.class) // outside, as it allocates
        .addProfiler(GCProfiler.class)
        .shouldFailOnError(true)
        .verbosity(VerboseMode.SILENT);
  }

  static Turn run(ChainedOptionsBuilder options) {
    // What a JVM says by itself is of interest only when it fails.
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    OutputFormat format =
        OutputFormatFactory.createFormatInstance(
            new PrintStream(said, true, UTF_8), VerboseMode.SILENT);
    try {
      RunResult result = new Runner(options.build(), format).runSingle();
      return new Turn(
          result.getPrimaryResult().getStatistics().getPercentile(50),
          score(result, ALLOCATED),
          score(result, StealProfiler.LABEL));
    } catch (RunnerException e) {
      throw new IllegalStateException(e.getMessage() + "\n" + said.toString(UTF_8), e);
    }
  }

  private static double score(RunResult result, String label) {
    Result<?> secondary = result.getSecondaryResults().get(label);
    return secondary == null ? 0 : secondary.getScore();
  }

  /** The median of what a measure says of turns. */
  static double median(List<Turn> turns, ToDoubleFunction<Turn> measure) {
    double[] sorted = turns.stream().mapToDouble(measure).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
