package pqagent.bench.measure;

import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/** Has JMH report what was stolen during each iteration. */
public final class StealProfiler implements InternalProfiler {
  static final String LABEL = "steal";

  private Steal before = Steal.now();

  @Override
  public String getDescription() {
    return "processors stolen by the hypervisor";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    before = Steal.now();
  }

  @Override
  @SuppressWarnings("rawtypes") // as JMH has it
  public Collection<? extends Result> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    double stolen = Steal.now().since(before);
    return List.of(new ScalarResult(LABEL, stolen, "processors", AggregationPolicy.AVG));
  }
}
