package pqagent.bench.leak;

import java.util.Arrays;

/**
 * The strongest of several t-tests over the same times (Reparaz, Balasch, Verbauwhede, "Dude, is my
 * code constant time?", 2017): over all times; over those below each of several percentiles, since
 * interrupts and thefts only ever lengthen; and over squared distances from the mean, which show
 * where a spread differs.
 */
final class CroppedWelch {
  /** Crops at 1 - 2^(-10 i / (N + 1)): densely near the fastest, up to 99.9 %. */
  private static final int CROPS = 30;

  /** A test over fewer times than this says nothing. */
  private static final int ENOUGH = 500;

  private final double[] limits = new double[CROPS];
  private final Welch[] cropped = new Welch[CROPS];
  private final Welch all = new Welch();
  private final Welch spread = new Welch();
  private final double mean;

  /** Learns percentiles, and the mean of what is below the last, from times that do not count. */
  CroppedWelch(double[] sample) {
    double[] sorted = sample.clone();
    Arrays.sort(sorted);
    for (int i = 0; i < CROPS; i++) {
      double percentile = 1 - Math.pow(0.5, 10.0 * (i + 1) / CROPS);
      limits[i] = sorted[(int) (percentile * (sorted.length - 1))];
    }
    Arrays.setAll(cropped, i -> new Welch());
    double last = limits[CROPS - 1];
    mean = Arrays.stream(sorted).filter(x -> x <= last).average().orElse(0);
  }

  /** Adds a time to class 0 or 1. */
  void add(int ofClass, double nanos) {
    all.add(ofClass, nanos);
    for (int i = 0; i < CROPS; i++) {
      if (nanos <= limits[i]) {
        cropped[i].add(ofClass, nanos);
      }
    }
    if (nanos <= limits[CROPS - 1]) {
      spread.add(ofClass, (nanos - mean) * (nanos - mean));
    }
  }

  /** The t of greatest size; positive when class 0 took longer. */
  double t() {
    double strongest = strongerOf(all, strongerOf(spread, 0));
    for (Welch test : cropped) {
      strongest = strongerOf(test, strongest);
    }
    return strongest;
  }

  private static double strongerOf(Welch test, double t) {
    return test.count() >= ENOUGH && Math.abs(test.t()) > Math.abs(t) ? test.t() : t;
  }
}
