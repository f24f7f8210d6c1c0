package pqagent.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

/**
 * Debian's Prometheus with grafana/prometheus.yml, on other ports and with a scrape each second. It
 * may run in a network namespace: {@code prefix} is put before each command, {@code ip netns exec
 * NAME} or nothing.
 */
public final class PrometheusProcess implements AutoCloseable {
  /** As Grafana would choose it for the scrape interval here: four scrapes. */
  public static final String RATE_INTERVAL = "4s";

  private final List<String> prefix;
  private final String url;
  private final Path log;
  private final Process process;

  /**
   * Starts, and waits until it answers. {@code folder}: for data, configuration and log. Addresses
   * are {@code HOST:PORT}.
   */
  public PrometheusProcess(
      List<String> prefix, Path folder, String listen, String client, String server)
      throws IOException, InterruptedException {
    this.prefix = prefix;
    url = "http://" + listen;
    log = folder.resolve("prometheus.log");
    Path configuration = folder.resolve("prometheus.yml");
    Files.writeString(configuration, configuration(client, server));
    List<String> command = new ArrayList<>(prefix);
    command.addAll(
        List.of(
            "prometheus",
            "--config.file=" + configuration,
            "--storage.tsdb.path=" + folder.resolve("data"),
            "--web.listen-address=" + listen,
            "--log.level=warn"));
    process =
        start(new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()));
    awaitReady();
  }

  /** The configuration of the repository with other targets and a scrape each second. */
  static String configuration(String client, String server) throws IOException {
    String text = Files.readString(Dashboard.FOLDER.resolve("prometheus.yml"));
    for (String present :
        List.of("scrape_interval: 15s", "\"127.0.0.1:9742\"", "\"127.0.0.1:9743\"")) {
      if (!text.contains(present)) {
        throw new IllegalStateException("grafana/prometheus.yml has no " + present);
      }
    }
    return text.replace("scrape_interval: 15s", "scrape_interval: 1s")
        .replace("127.0.0.1:9742", client)
        .replace("127.0.0.1:9743", server);
  }

  /** The values of an instant query's series now, without those that are not a number. */
  public double[] query(String expression) throws IOException, InterruptedException {
    Answer answer = promtool(expression);
    if (answer.exitStatus != 0) {
      throw new IllegalStateException(expression + ": " + answer.output);
    }
    JsonNode series = new ObjectMapper().readTree(answer.output);
    return StreamSupport.stream(series.spliterator(), false)
        .mapToDouble(one -> one.path("value").path(1).asDouble(Double.NaN))
        .filter(value -> !Double.isNaN(value))
        .toArray();
  }

  private record Answer(int exitStatus, String output) {}

  private Answer promtool(String expression) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(List.of("promtool", "query", "instant", "-o", "json", url, expression));
    Process promtool = start(new ProcessBuilder(command).redirectErrorStream(true));
    String output = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Answer(promtool.waitFor(), output);
  }

  private void awaitReady() throws IOException, InterruptedException {
    for (int attempt = 0; attempt < 150; attempt++) {
      if (!process.isAlive()) {
        throw new IllegalStateException("Prometheus ended: " + Files.readString(log));
      }
      if (promtool("vector(1)").exitStatus == 0) {
        return;
      }
      Thread.sleep(200);
    }
    close();
    throw new IllegalStateException("Prometheus does not get ready: " + Files.readString(log));
  }

  /** Says what to install where the program is missing. */
  static Process start(ProcessBuilder builder) throws IOException {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new IOException(
          e.getMessage()
              + ": this test needs Debian's package prometheus; ./pqagent test installs it",
          e);
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
