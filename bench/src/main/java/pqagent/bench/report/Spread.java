package pqagent.bench.report;

import java.util.Collection;

/** Where the numbers of several rounds lie. */
public record Spread(double median, double least, double most) {
  /** Of at least one number. */
  public static Spread of(Collection<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(median, sorted[0], sorted[sorted.length - 1]);
  }

  /** From the least to the most, for people. */
  public String range() {
    return Table.digits(least) + "–" + Table.digits(most);
  }
}
