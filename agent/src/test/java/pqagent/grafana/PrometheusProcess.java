package pqagent.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import pqagent.testkit.Background;
import pqagent.testkit.Command;

/**
 * Debian's Prometheus with grafana/prometheus.yml, with other targets and a scrape each second. It
 * may run in a network namespace: {@code prefix} is put before each command, {@code ip netns exec
 * NAME} or nothing.
 */
public final class PrometheusProcess implements AutoCloseable {
  /** As Grafana would choose it for the scrape interval here: four scrapes. */
  public static final String RATE_INTERVAL = "4s";

  private static final List<String> PROGRAMS = List.of("/usr/bin/prometheus", "/usr/bin/promtool");

  private final List<String> prefix;
  private final String url;
  private final Background process;

  /**
   * Starts, and waits until it answers. {@code folder}: for data and configuration. Addresses are
   * {@code HOST:PORT}.
   */
  public PrometheusProcess(
      List<String> prefix, Path folder, String listen, String client, String server)
      throws IOException, InterruptedException {
    requirePrograms();
    this.prefix = prefix;
    url = "http://" + listen;
    Path configuration =
        Files.writeString(folder.resolve("prometheus.yml"), configuration(client, server));
    process =
        Background.start(
            prefixed(
                "prometheus",
                "--config.file=" + configuration,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=" + listen,
                "--log.level=warn"));
    awaitReady();
  }

  /** Fails where they are not: Debian's package has both. */
  static void requirePrograms() {
    assertThat(PROGRAMS)
        .as("Debian's package prometheus, which ./pqagent test installs")
        .allMatch(program -> Files.isExecutable(Path.of(program)));
  }

  /** The configuration of the repository with other targets and a scrape each second. */
  private static String configuration(String client, String server) throws IOException {
    String text = Files.readString(Dashboard.FOLDER.resolve("prometheus.yml"));
    assertThat(text).contains("scrape_interval: 15s", "\"127.0.0.1:9742\"", "\"127.0.0.1:9743\"");
    return text.replace("scrape_interval: 15s", "scrape_interval: 1s")
        .replace("127.0.0.1:9742", client)
        .replace("127.0.0.1:9743", server);
  }

  /** The values of an instant query's series now, without those that are not a number. */
  public List<Double> query(String expression) throws IOException {
    Command.Result answer = ask(expression);
    assertThat(answer.status()).as("%s: %s", expression, answer.output()).isZero();
    JsonNode series = new ObjectMapper().readTree(answer.output());
    return StreamSupport.stream(series.spliterator(), false)
        .map(one -> one.path("value").path(1).asDouble(Double.NaN))
        .filter(value -> !value.isNaN())
        .toList();
  }

  private void awaitReady() throws InterruptedException {
    for (int attempt = 0; ask("vector(1)").status() != 0; attempt++) {
      if (attempt == 150 || !process.process().isAlive()) {
        close();
        throw new AssertionError("Prometheus does not get ready:\n" + process.output());
      }
      Thread.sleep(200);
    }
  }

  private Command.Result ask(String expression) {
    return Command.attempt(prefixed("promtool", "query", "instant", "-o", "json", url, expression));
  }

  private List<String> prefixed(String... command) {
    return Stream.concat(prefix.stream(), Stream.of(command)).toList();
  }

  @Override
  public void close() {
    process.close();
  }
}
