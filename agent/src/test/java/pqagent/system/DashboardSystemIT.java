package pqagent.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pqagent.grafana.Dashboard;
import pqagent.grafana.PanelCheck;
import pqagent.grafana.PrometheusProcess;
import pqagent.testkit.Background;
import pqagent.testkit.Command;
import pqagent.testkit.Link;
import pqagent.testkit.Namespace;

/**
 * Debian's Prometheus scrapes a live client and a live server, and every panel has data.
 *
 * <pre>
 *   client 192.0.2.2 ─────── veth ─────── 192.0.2.1 server
 *   pqagent client                        pqagent server
 *   Prometheus                            dnsmasq
 *   ping www.pq.test
 * </pre>
 */
class DashboardSystemIT {
  private static final Duration START = Duration.ofSeconds(60);
  private static final String SERVER = "192.0.2.1";
  private static final String CLIENT_METRICS = "127.0.0.1:9742";
  private static final String SERVER_METRICS = SERVER + ":9743";
  private static final Pattern ALIAS =
      Pattern.compile("^www\\.pq\\.test\\. CNAME (\\S+)\\.$", Pattern.MULTILINE);

  @TempDir private Path folder;
  private Namespace client;
  private Namespace server;
  private Path resolver;

  @BeforeEach
  void connect() throws Exception {
    client = Namespace.create("panels-client");
    server = Namespace.create("panels-server");
    Link.connect(client, "192.0.2.2/24", server, SERVER + "/24");
    resolver = Files.createDirectories(Path.of("/etc/netns", client.name()));
    Files.writeString(resolver.resolve("resolv.conf"), "nameserver " + SERVER + "\n");
  }

  @AfterEach
  void disconnect() throws Exception {
    client.close();
    server.close();
    Files.deleteIfExists(resolver.resolve("resolv.conf"));
    Files.deleteIfExists(resolver);
  }

  @Test
  void shouldReturnData_forEveryPanel() throws Exception {
    String pq1Name = makeKeys();
    server.spawn(
        "dnsmasq",
        "--keep-in-foreground",
        "--conf-file=/dev/null",
        "--no-resolv",
        "--no-hosts",
        "--user=root",
        "--pid-file=" + folder.resolve("dnsmasq.pid"),
        "--host-record=" + pq1Name + "," + SERVER,
        "--cname=www.pq.test," + pq1Name);
    start(server, "server", SERVER_METRICS, "--keys", folder.resolve("keys").toString());
    start(client, "client", CLIENT_METRICS);

    try (PrometheusProcess prometheus =
        new PrometheusProcess(
            List.of("ip", "netns", "exec", client.name()),
            folder,
            "127.0.0.1:9090",
            CLIENT_METRICS,
            SERVER_METRICS)) {
      awaitFirstScrape(prometheus);
      client.spawn("ping", "-i", "0.2", "www.pq.test");
      for (Dashboard dashboard : Dashboard.all()) {
        PanelCheck.everyQueryReturnsData(dashboard, prometheus);
      }
      assertBothSidesCount(prometheus, "pqagent_tunnels", 2);
      assertBothSidesCount(prometheus, "pqagent_handshakes_total{result='ok'}", 2);
      assertBothSidesCount(prometheus, "rate(pqagent_tunnel_packets_total[4s])", 4);
    }
  }

  /** Makes the server's keys; returns the name that www.pq.test is to be an alias of. */
  private String makeKeys() {
    String records =
        Command.run(
            program(
                "keygen",
                "--keys",
                folder.resolve("keys").toString(),
                "--name",
                "www.pq.test",
                "--address",
                SERVER));
    return ALIAS
        .matcher(records)
        .results()
        .map((MatchResult match) -> match.group(1))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no alias in\n" + records));
  }

  private void start(Namespace host, String role, String metrics, String... more)
      throws InterruptedException {
    List<String> command =
        program(role, "--setup", "--state-dir", folder.resolve(role).toString(), "--metrics");
    command.add(metrics);
    command.addAll(List.of(more));
    Background agent = host.spawn(command.toArray(String[]::new));
    agent.awaitOutput(role + " is ready", START);
  }

  /** A rate needs to have seen the counters before they moved. */
  private static void awaitFirstScrape(PrometheusProcess prometheus) throws Exception {
    for (int second = 0; prometheus.query("up{job='pqagent'} == 1").size() < 2; second++) {
      assertThat(second).as("seconds until Prometheus has scraped both").isLessThan(30);
      Thread.sleep(1000);
    }
  }

  /** Each of so many series, of both agents, is more than 0. */
  private static void assertBothSidesCount(
      PrometheusProcess prometheus, String expression, int series) throws Exception {
    assertThat(prometheus.query(expression))
        .as(expression)
        .hasSize(series)
        .allMatch(value -> value > 0);
  }

  /** The program from the class path of this test, with the rules scripts of the repository. */
  private static List<String> program(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dpqagent.home=" + Path.of("..").toAbsolutePath().normalize(),
                "-cp",
                System.getProperty("java.class.path"),
                "pqagent.cli.Main"));
    command.addAll(List.of(arguments));
    return command;
  }
}
