package pqagent.bench.measure;

import java.util.function.Supplier;

/**
 * What came of a measurement.
 *
 * @param stolen processors that the hypervisor took meanwhile, on average
 */
public record Measured<T>(T value, double stolen) {
  /** More of a processor stolen than this, and a measurement is taken again. */
  static final double MUCH_STOLEN = 0.2;

  static final int ATTEMPTS = 3;

  /** Measures, up to three times while much is stolen, and keeps the least disturbed. */
  public static <T> Measured<T> leastDisturbed(Supplier<T> measurement) {
    Measured<T> best = once(measurement);
    for (int i = 1; i < ATTEMPTS && best.stolen > MUCH_STOLEN; i++) {
      Measured<T> next = once(measurement);
      best = next.stolen < best.stolen ? next : best;
    }
    return best;
  }

  private static <T> Measured<T> once(Supplier<T> measurement) {
    Steal before = Steal.now();
    T value = measurement.get();
    return new Measured<>(value, Steal.now().since(before));
  }
}
