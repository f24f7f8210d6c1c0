package pqagent.bench.connect;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;

/** What the client's agent itself says of its handshakes, in Prometheus' text format. */
public final class HandshakeMeter {
  private static final URI METRICS = URI.create("http://127.0.0.1:9742/metrics");
  private static final String SUM = "pqagent_handshake_duration_seconds_sum{";

  private HandshakeMeter() {}

  /** The duration of all its handshakes so far, in seconds. */
  public static double seconds() throws IOException {
    try (InputStream in = METRICS.toURL().openStream()) {
      return seconds(new String(in.readAllBytes(), UTF_8));
    }
  }

  static double seconds(String metrics) throws IOException {
    return metrics
        .lines()
        .filter(line -> line.startsWith(SUM))
        .findFirst()
        .map(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .orElseThrow(() -> new IOException("the agent has no " + SUM + "…}"));
  }
}
