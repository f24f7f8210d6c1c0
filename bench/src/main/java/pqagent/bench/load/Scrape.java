package pqagent.bench.load;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;

/** A server's metrics at one moment, in Prometheus' text format. */
record Scrape(String text) {
  private static final int PATIENCE_MILLIS = 5000;

  /** Reads the metrics; the connection belongs to the calling thread's network namespace. */
  static Scrape of(URI metrics) throws IOException {
    URLConnection connection = metrics.toURL().openConnection();
    connection.setConnectTimeout(PATIENCE_MILLIS);
    connection.setReadTimeout(PATIENCE_MILLIS);
    try (InputStream body = connection.getInputStream()) {
      return new Scrape(new String(body.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /** The sum of a metric's series, whatever their labels. */
  long sum(String metric) {
    return sum(metric, "");
  }

  /**
   * The sum of the series that have a label, given as {@code name="value"}. 0 when there are none.
   */
  long sum(String metric, String label) {
    return Math.round(
        text.lines()
            .filter(line -> line.startsWith(metric + "{") || line.startsWith(metric + " "))
            .filter(line -> line.contains(label))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
            .sum());
  }
}
