package pqagent.grafana;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.stream.Stream;

/** Asks a Prometheus what Grafana would ask it. */
public final class PanelCheck {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private PanelCheck() {}

  /** Waits until each query of a dashboard, and each of its variables, has a number to show. */
  public static void everyQueryReturnsData(Dashboard dashboard, PrometheusProcess prometheus) {
    Stream.concat(dashboard.variableQueries().stream(), dashboard.queries().stream())
        .forEach(
            query -> {
              String expression = query.forPrometheus(PrometheusProcess.RATE_INTERVAL);
              await(query.panel())
                  .atMost(PATIENCE)
                  .untilAsserted(
                      () ->
                          assertThat(prometheus.query(expression))
                              .as("%s: %s", query.panel(), expression)
                              .isNotEmpty());
            });
  }
}
