package pqagent.bench.path;

import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/** Searches the highest rate at which something still goes well, by bisection. */
final class RateSearch {
  private RateSearch() {}

  /**
   * What came of the highest rate that went well; nothing when none did. Every step halves the
   * range of rates on a logarithmic scale.
   *
   * @param least a rate, below all that are tried
   * @param most a rate, above all that are tried
   * @param trial tries a rate
   */
  static <T> Optional<T> highest(
      int least, int most, int steps, IntFunction<T> trial, Predicate<T> wentWell) {
    double low = least;
    double high = most;
    Optional<T> best = Optional.empty();
    for (int step = 0; step < steps; step++) {
      double middle = Math.sqrt(low * high);
      T result = trial.apply((int) Math.round(middle));
      if (wentWell.test(result)) {
        best = Optional.of(result);
        low = middle;
      } else {
        high = middle;
      }
    }
    return best;
  }
}
