package pqagent.bench.path;

import java.util.Map;
import pqagent.bench.measure.Measured;

/**
 * What came of one turn at a test.
 *
 * @param stolen processors that the hypervisor took meanwhile, on average, in the worst of its runs
 */
record Turn(Map<Figure, Double> values, double stolen) {
  static Turn of(Measured<Map<Figure, Double>> measured) {
    return new Turn(measured.value(), measured.stolen());
  }
}
