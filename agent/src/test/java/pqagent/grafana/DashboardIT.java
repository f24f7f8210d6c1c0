package pqagent.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import pqagent.metrics.AgentMetrics;
import pqagent.metrics.AgentRole;
import pqagent.metrics.MetricsServer;
import pqagent.metrics.SampleMetrics;
import pqagent.testkit.Command;

/** Debian's Prometheus scrapes the metrics of both roles and answers every panel. */
class DashboardIT {
  @TempDir private Path folder;

  @BeforeAll
  static void requirePrograms() {
    PrometheusProcess.requirePrograms();
  }

  @Test
  void shouldReturnData_forEveryPanel() throws Exception {
    try (AgentMetrics client = SampleMetrics.bound(AgentRole.CLIENT);
        AgentMetrics server = SampleMetrics.bound(AgentRole.SERVER);
        MetricsServer clientPage = serve(client);
        MetricsServer serverPage = serve(server);
        ScheduledExecutorService traffic = Executors.newSingleThreadScheduledExecutor();
        PrometheusProcess prometheus =
            new PrometheusProcess(
                List.of(),
                folder,
                "127.0.0.1:" + freePort(),
                hostAndPort(clientPage),
                hostAndPort(serverPage))) {
      traffic.scheduleWithFixedDelay(
          () -> List.of(client, server).forEach(SampleMetrics::count),
          0,
          100,
          TimeUnit.MILLISECONDS);
      for (Dashboard dashboard : Dashboard.all()) {
        PanelCheck.everyQueryReturnsData(dashboard, prometheus);
      }
      assertThat(prometheus.query("sum(rate(pqagent_tunnel_packets_total[4s]))"))
          .singleElement()
          .satisfies(rate -> assertThat(rate).isPositive());
      traffic.shutdownNow();
    }
  }

  @ParameterizedTest
  @EnumSource(AgentRole.class)
  void shouldPassTheLint_ofPrometheus(AgentRole role) throws IOException {
    try (AgentMetrics metrics = SampleMetrics.bound(role)) {
      SampleMetrics.count(metrics);
      Path scrape = Files.writeString(folder.resolve("scrape"), metrics.scrape());
      Command.Result lint =
          Command.attempt(
              List.of("sh", "-c", "exec promtool check metrics <\"$0\"", scrape.toString()));
      assertThat(lint).isEqualTo(new Command.Result(0, ""));
    }
  }

  @Test
  void shouldHaveAConfiguration_thatPrometheusAccepts() {
    Path configuration = Dashboard.FOLDER.resolve("prometheus.yml");
    assertThat(Command.run(List.of("promtool", "check", "config", configuration.toString())))
        .contains("is valid prometheus config file syntax");
  }

  private static MetricsServer serve(AgentMetrics metrics) throws IOException {
    return MetricsServer.start(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), metrics, Optional::empty);
  }

  private static String hostAndPort(MetricsServer page) {
    return "127.0.0.1:" + page.address().getPort();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
