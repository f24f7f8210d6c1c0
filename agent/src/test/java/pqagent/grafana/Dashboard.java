package pqagent.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A dashboard of Grafana, as far as tests look at it. */
public record Dashboard(Path file, JsonNode json) {
  public static final Path FOLDER = Path.of("..", "grafana");
  private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.+), *(\\w+)\\)");

  /** One query of one panel. */
  public record Query(String panel, String expression) {
    /**
     * The expression as Grafana would send it with everything selected; {@code rateInterval} as in
     * "10s".
     */
    public String forPrometheus(String rateInterval) {
      return substituted(expression).replace("$__rate_interval", rateInterval);
    }
  }

  public static List<Dashboard> all() throws IOException {
    List<Dashboard> dashboards = new ArrayList<>();
    try (Stream<Path> files = Files.list(FOLDER.resolve("dashboards"))) {
      for (Path file : files.sorted().toList()) {
        dashboards.add(new Dashboard(file, new ObjectMapper().readTree(file.toFile())));
      }
    }
    return dashboards;
  }

  /** Panels in their order, rows included. */
  public List<JsonNode> panels() {
    return children(json.path("panels"));
  }

  public List<Query> queries() {
    return panels().stream()
        .flatMap(
            panel ->
                children(panel.path("targets")).stream()
                    .map(target -> target.path("expr").asText())
                    .map(expression -> new Query(panel.path("title").asText(), expression)))
        .toList();
  }

  public List<JsonNode> variables() {
    return children(json.path("templating").path("list"));
  }

  /** What a variable's values are taken from, as an expression that has one series for each. */
  public List<Query> variableQueries() {
    List<Query> queries = new ArrayList<>();
    for (JsonNode variable : variables()) {
      if (variable.path("type").asText().equals("query")) {
        Matcher parts = LABEL_VALUES.matcher(variable.path("definition").asText());
        if (!parts.matches()) {
          throw new IllegalStateException("not label_values(metric, label): " + variable);
        }
        queries.add(
            new Query(
                "variable " + variable.path("name").asText(),
                "count by (%s) (%s)".formatted(parts.group(2), parts.group(1))));
      }
    }
    return queries;
  }

  /** "All" of a variable with many values is a regular expression for Prometheus. */
  private static String substituted(String expression) {
    return expression.replace("$instance", ".+").replace("$role", ".+");
  }

  private static List<JsonNode> children(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  @Override
  public String toString() {
    return file.getFileName().toString();
  }
}
