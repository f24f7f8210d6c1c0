package pqagent.bench.leak;

/**
 * Welch's t statistic of two classes of numbers, updated with each (Welch 1947; the running mean
 * and variance are Welford's of 1962).
 */
final class Welch {
  private final long[] counts = new long[2];
  private final double[] means = new double[2];

  /** Sums of squared distances from the mean. */
  private final double[] squares = new double[2];

  /** Adds a number to class 0 or 1. */
  void add(int ofClass, double x) {
    counts[ofClass]++;
    double distance = x - means[ofClass];
    means[ofClass] += distance / counts[ofClass];
    squares[ofClass] += distance * (x - means[ofClass]);
  }

  /** Numbers of the smaller class. */
  long count() {
    return Math.min(counts[0], counts[1]);
  }

  /** Zero until both classes have two numbers; infinite when they differ without any variance. */
  double t() {
    if (count() < 2) {
      return 0;
    }
    double difference = means[0] - means[1];
    double error =
        Math.sqrt(
            squares[0] / (counts[0] - 1) / counts[0] + squares[1] / (counts[1] - 1) / counts[1]);
    return difference == 0 ? 0 : difference / error;
  }
}
