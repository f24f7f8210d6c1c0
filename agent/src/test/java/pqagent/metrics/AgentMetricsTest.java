package pqagent.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class AgentMetricsTest {
  private static final Path DOCUMENTATION = Path.of("..", "docs", "metrics.md");

  static Stream<List<? extends Labelled>> labels() {
    return Stream.of(
        List.of(AgentRole.values()),
        List.of(Direction.values()),
        List.of(DropReason.values()),
        List.of(HandshakeResult.values()),
        List.of(DnsOutcome.values()),
        List.of(KeyRequestKind.values()),
        List.of(KeyRequestOutcome.values()),
        List.of(CacheOutcome.values()));
  }

  @ParameterizedTest
  @MethodSource("labels")
  void shouldLabelOneToOne(List<? extends Labelled> constants) {
    assertThat(constants)
        .extracting(Labelled::label)
        .doesNotHaveDuplicates()
        .allSatisfy(label -> assertThat(label).matches("[a-z]+[a-z0-9]*(_[a-z0-9]+)*"));
  }

  @ParameterizedTest
  @EnumSource(AgentRole.class)
  void shouldShowEverySeriesAtZero_fromTheStart(AgentRole role) {
    try (AgentMetrics metrics = new AgentMetrics(role)) {
      String scrape = metrics.scrape();
      for (DropReason reason : DropReason.values()) {
        for (Direction direction : Direction.values()) {
          assertThat(scrape)
              .contains(
                  "pqagent_dropped_packets_total{direction=\"%s\",reason=\"%s\"} 0.0\n"
                      .formatted(direction.label(), reason.label()));
        }
      }
      for (HandshakeResult result : HandshakeResult.values()) {
        assertThat(scrape)
            .contains(
                "pqagent_handshakes_total{result=\"%s\",role=\"%s\"} 0.0\n"
                    .formatted(result.label(), role.label()));
      }
    }
  }

  @Test
  void shouldShowTheSeriesOfItsRoleOnly() {
    try (AgentMetrics client = new AgentMetrics(AgentRole.CLIENT);
        AgentMetrics server = new AgentMetrics(AgentRole.SERVER)) {
      client.keyRequest(KeyRequestKind.STATIC, KeyRequestOutcome.ANSWERED);
      server.dnsReply(DnsOutcome.PLAIN);

      assertThat(client.scrape()).contains("pqagent_dns_replies").doesNotContain("key_requests");
      assertThat(server.scrape()).contains("pqagent_key_requests").doesNotContain("dns_replies");
    }
  }

  @Test
  void shouldCountUnderTheRightLabels() {
    try (AgentMetrics client = new AgentMetrics(AgentRole.CLIENT);
        AgentMetrics server = new AgentMetrics(AgentRole.SERVER)) {
      client.tunnelTraffic(Direction.OUT, 3, 4000);
      client.dnsReply(DnsOutcome.REWRITTEN);
      client.handshake(HandshakeResult.TIMEOUT);
      client.handshakeDuration(30_000_000);
      client.staticKeyFetch(1_500_000_000);
      client.staticKeyCache(CacheOutcome.CORRUPT);
      server.keyRequest(KeyRequestKind.EPHEMERAL, KeyRequestOutcome.LIMITED);

      assertThat(client.scrape())
          .contains(
              "pqagent_tunnel_packets_total{direction=\"out\"} 3.0\n",
              "pqagent_tunnel_bytes_total{direction=\"out\"} 4000.0\n",
              "pqagent_tunnel_bytes_total{direction=\"in\"} 0.0\n",
              "pqagent_dns_replies_total{outcome=\"rewritten\"} 1.0\n",
              "pqagent_handshakes_total{result=\"timeout\",role=\"client\"} 1.0\n",
              "pqagent_handshake_duration_seconds_bucket{role=\"client\",le=\"0.025\"} 0\n",
              "pqagent_handshake_duration_seconds_bucket{role=\"client\",le=\"0.05\"} 1\n",
              "pqagent_handshake_duration_seconds_sum{role=\"client\"} 0.03\n",
              "pqagent_static_key_fetch_duration_seconds_sum 1.5\n",
              "pqagent_static_key_cache_total{outcome=\"corrupt\"} 1.0\n");
      assertThat(server.scrape())
          .contains("pqagent_key_requests_total{kind=\"ephemeral\",outcome=\"limited\"} 1.0\n");
    }
  }

  @Test
  void shouldShowWhatIsBound_afterTheSuppliersWereForgotten() {
    try (AgentMetrics metrics = SampleMetrics.bound(AgentRole.CLIENT)) {
      System.gc();
      assertThat(metrics.scrape())
          .contains(
              "pqagent_tunnels{role=\"client\"} 5.0\n",
              "pqagent_prekeys 4.0\n",
              "pqagent_parked_packets 3.0\n",
              "pqagent_private_addresses{state=\"quarantined\"} 2.0\n",
              "pqagent_nfqueue_depth{queue=\"100\"} 6.0\n",
              "pqagent_nfqueue_dropped_total{queue=\"100\"} 7.0\n",
              "pqagent_nfqueue_user_dropped_total{queue=\"100\"} 8.0\n");
    }
  }

  @Test
  void shouldAllocateNothing_whenCounting() {
    ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    try (AgentMetrics metrics = new AgentMetrics(AgentRole.CLIENT)) {
      count(metrics, 100_000);
      long before = threads.getCurrentThreadAllocatedBytes();
      count(metrics, 100_000);
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;
      assertThat(allocated).as("bytes for 400000 calls").isLessThan(100_000);
    }
  }

  private static void count(AgentMetrics metrics, int times) {
    for (int i = 0; i < times; i++) {
      metrics.tunnelTraffic(Direction.IN, 44, 61_600);
      metrics.dropped(Direction.IN, DropReason.REPLAYED);
      metrics.dnsReply(DnsOutcome.PLAIN);
    }
  }

  @Test
  void shouldShowWhatTheDocumentationSays_andNothingElse() throws IOException {
    String page = Files.readString(DOCUMENTATION);
    Set<String> documented = new TreeSet<>();
    page.lines()
        .filter(line -> line.startsWith("| `pqagent_"))
        .flatMap(line -> Pattern.compile("pqagent_[a-z_]+").matcher(line).results())
        .forEach(match -> documented.add(match.group()));

    Set<String> shown = new TreeSet<>();
    for (AgentRole role : AgentRole.values()) {
      try (AgentMetrics metrics = SampleMetrics.bound(role)) {
        metrics
            .scrape()
            .lines()
            .filter(line -> line.startsWith("# TYPE pqagent_"))
            .map(line -> line.split(" ")[2])
            .filter(name -> !name.endsWith("_seconds_max"))
            .forEach(shown::add);
      }
    }
    assertThat(shown).isEqualTo(documented);
  }

  @Test
  void shouldExplainEveryReason_inTheDocumentation() throws IOException {
    String page = Files.readString(DOCUMENTATION);
    String reasons = page.substring(page.indexOf("## Reasons"));
    assertThat(
            Pattern.compile("^\\| `([a-z0-9_]+)` \\|", Pattern.MULTILINE)
                .matcher(reasons)
                .results())
        .extracting(row -> row.group(1))
        .containsExactlyElementsOf(Stream.of(DropReason.values()).map(DropReason::label).toList());
  }
}
