package pqagent.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pqagent.metrics.AgentMetrics;
import pqagent.metrics.AgentRole;
import pqagent.metrics.SampleMetrics;

/** The form of the files in grafana/. */
class DashboardTest {
  private static final int COLUMNS = 24;

  static List<Dashboard> dashboards() throws IOException {
    return Dashboard.all();
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void shouldGiveEveryPanelItsOwnNumberAndPlace(Dashboard dashboard) {
    assertThat(dashboard.panels())
        .isNotEmpty()
        .extracting(panel -> panel.path("id").asInt())
        .doesNotHaveDuplicates()
        .allMatch(id -> id > 0);
    boolean[][] taken = new boolean[1000][COLUMNS];
    for (JsonNode panel : dashboard.panels()) {
      JsonNode place = panel.path("gridPos");
      for (int row = 0; row < place.path("h").intValue(); row++) {
        for (int column = 0; column < place.path("w").intValue(); column++) {
          int y = place.path("y").intValue() + row;
          int x = place.path("x").intValue() + column;
          assertThat(taken[y][x]).as("taken: %d,%d for %s", x, y, panel.path("title")).isFalse();
          taken[y][x] = true;
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void shouldSayWhatAPanelShows(Dashboard dashboard) {
    assertThat(dashboard.panels())
        .filteredOn(panel -> !panel.path("type").asText().equals("row"))
        .allSatisfy(
            panel -> {
              assertThat(panel.path("title").asText()).isNotBlank();
              assertThat(panel.path("description").asText()).isNotBlank();
              assertThat(panel.at("/fieldConfig/defaults/unit").asText()).isNotBlank();
              assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
              assertThat(panel.path("targets")).isNotEmpty();
              assertThat(panel.path("targets"))
                  .allSatisfy(
                      target -> assertThat(target.path("legendFormat").asText()).isNotBlank());
            });
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void shouldShowTheChosenInstancesOnly(Dashboard dashboard) {
    assertThat(dashboard.variables())
        .extracting(variable -> variable.path("name").asText())
        .containsExactly("datasource", "role", "instance");
    assertThat(dashboard.queries())
        .allSatisfy(query -> assertThat(query.expression()).contains("instance=~\"$instance\""));
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void shouldNameOnlyMetricsThatExist(Dashboard dashboard) {
    Set<String> shown = new TreeSet<>();
    for (AgentRole role : AgentRole.values()) {
      try (AgentMetrics metrics = SampleMetrics.bound(role)) {
        Pattern.compile("^([a-z_]+)[{ ]", Pattern.MULTILINE)
            .matcher(metrics.scrape())
            .results()
            .forEach(series -> shown.add(series.group(1)));
      }
    }
    assertThat(dashboard.queries())
        .allSatisfy(
            query ->
                assertThat(metricsIn(query.expression()))
                    .isNotEmpty()
                    .allSatisfy(metric -> assertThat(shown).contains(metric)));
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void shouldShowEveryMetricOfTheAgent(Dashboard dashboard) throws IOException {
    Set<String> drawn = new TreeSet<>();
    dashboard
        .queries()
        .forEach(
            query ->
                metricsIn(query.expression())
                    .forEach(metric -> drawn.add(metric.replaceAll("_bucket$", ""))));
    for (AgentRole role : AgentRole.values()) {
      try (AgentMetrics metrics = SampleMetrics.bound(role)) {
        assertThat(metrics.scrape().lines())
            .filteredOn(line -> line.startsWith("# TYPE pqagent_") && !line.contains("_max "))
            .allSatisfy(line -> assertThat(drawn).contains(line.split(" ")[2]));
      }
    }
  }

  @Test
  void shouldProvisionWhatIsThere() throws IOException {
    Path provisioning = Dashboard.FOLDER.resolve("provisioning");
    YAMLMapper yaml = new YAMLMapper();
    JsonNode sources = yaml.readTree(provisioning.resolve("datasources/pqagent.yaml").toFile());
    JsonNode providers = yaml.readTree(provisioning.resolve("dashboards/pqagent.yaml").toFile());

    assertThat(sources.at("/datasources/0/type").asText()).isEqualTo("prometheus");
    assertThat(sources.at("/datasources/0/url").asText()).isEqualTo("http://127.0.0.1:9090");
    assertThat(providers.at("/providers/0/type").asText()).isEqualTo("file");
    assertThat(providers.at("/providers/0/options/path").asText())
        .isEqualTo("/var/lib/grafana/dashboards");
  }

  private static List<String> metricsIn(String expression) {
    return Pattern.compile("(pqagent|jvm|process)_[a-z_]+(?=\\{)")
        .matcher(expression)
        .results()
        .map(MatchResult::group)
        .toList();
  }
}
