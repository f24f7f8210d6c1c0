package pqagent.bench.leak;

import java.util.function.Supplier;

/**
 * A question to the clock.
 *
 * @param name such as {@code x25519.agree}
 * @param classes what the two classes of inputs are
 * @param isControl whether it must leak, to show that a leak is seen here
 */
public record LeakTest(
    String name, String classes, boolean isControl, Supplier<Trial> preparation) {
  static LeakTest of(String name, String classes, Supplier<Trial> preparation) {
    return new LeakTest(name, classes, false, preparation);
  }
}
