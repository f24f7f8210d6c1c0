package pqagent.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import pqagent.bench.network.NetworkException;
import pqagent.bench.report.Row;

/** Options of every bench. */
final class CommonOptions {
  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = {
        "Also write the numbers to a file: an array of",
        "{\"name\", \"metric\", \"unit\", \"value\", \"peer\", \"ratio\"};",
        "peer is null when the number is ours,",
        "ratio above 1 means that ours is better."
      })
  private @Nullable Path json;

  @Option(
      names = "--only",
      paramLabel = "REGEX",
      defaultValue = "",
      description = "Only those in whose names this regular expression is found.")
  private String only = "";

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help message and exit.")
  private boolean help;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  /** Those that were asked for; the caller's mistake when there is none. */
  <T> List<T> select(List<T> all, Function<T, String> name) {
    Pattern pattern;
    try {
      pattern = Pattern.compile(only);
    } catch (PatternSyntaxException e) {
      throw mistake("--only %s: no regular expression (%s)".formatted(only, e.getDescription()));
    }
    List<T> selected = all.stream().filter(one -> pattern.matcher(name.apply(one)).find()).toList();
    if (selected.isEmpty()) {
      throw mistake(
          "--only %s: fits none of %s"
              .formatted(only, all.stream().map(name).collect(Collectors.joining(", "))));
    }
    return selected;
  }

  /** Finds out before the work whether its result can be written. */
  void checkFile() {
    if (json != null) {
      try {
        Files.newOutputStream(json, StandardOpenOption.CREATE, StandardOpenOption.APPEND).close();
      } catch (IOException e) {
        throw mistake("--json %s: cannot write there".formatted(json));
      }
    }
  }

  void write(List<Row> rows) throws IOException {
    if (json != null) {
      Files.writeString(json, Row.json(rows));
    }
  }

  /** Who is not root can make no network namespaces. */
  void checkRoot() {
    if (!"root".equals(System.getProperty("user.name"))) {
      throw mistake("this bench makes network namespaces: run it with sudo");
    }
  }

  /** Says why the work could not be done; returns the exit status. */
  int failed(NetworkException e) {
    spec.commandLine().getErr().println("pqagent: " + e.getMessage());
    return CommandLine.ExitCode.SOFTWARE;
  }

  ParameterException mistake(String line) {
    return new ParameterException(spec.commandLine(), line);
  }
}
