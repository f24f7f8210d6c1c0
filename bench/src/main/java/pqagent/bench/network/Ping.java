package pqagent.bench.network;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** Round trips of ICMP echoes. */
public final class Ping {
  private static final Pattern TIME = Pattern.compile("\\btime=([0-9.]+) ms");
  private static final Duration SPARE = Duration.ofSeconds(10);

  private Ping() {}

  /**
   * The median round trip from the client, in microseconds, of so many echoes at intervals of 10
   * ms; a NetworkException when fewer than nine tenths come back.
   */
  public static double medianMicros(Topology hosts, String target, int count) {
    Shell.Outcome outcome =
        hosts.outcome(
            hosts.client(),
            SPARE.plusMillis(10L * count),
            "",
            ("ping -n -i 0.01 -W 1 -c %d %s".formatted(count, target)).split(" ", -1));
    List<Double> micros = micros(outcome.output());
    if (micros.size() < 0.9 * count) {
      throw new NetworkException(
          "ping %s: %d of %d came back (%s)"
              .formatted(target, micros.size(), count, outcome.lastLine()));
    }
    return micros.get(micros.size() / 2);
  }

  /** Every round trip that ping printed, in microseconds, from the shortest to the longest. */
  static List<Double> micros(String output) {
    return TIME.matcher(output)
        .results()
        .map(match -> 1000 * Double.parseDouble(match.group(1)))
        .sorted()
        .toList();
  }
}
