package pqagent.bench.measure;

import java.time.Duration;

/**
 * How long a measurement takes.
 *
 * @param rounds in each of which everybody has a turn
 * @param warmUps iterations that do not count
 * @param iterations that do, in each turn
 * @param iteration length of each; what takes longer is done once
 * @param again for turns that are taken again because of steal, all together
 */
public record Effort(int rounds, int warmUps, int iterations, Duration iteration, Duration again) {
  public static final Effort FULL =
      new Effort(3, 1, 5, Duration.ofMillis(150), Duration.ofMinutes(2));
  public static final Effort QUICK =
      new Effort(1, 1, 3, Duration.ofMillis(150), Duration.ofSeconds(30));
}
