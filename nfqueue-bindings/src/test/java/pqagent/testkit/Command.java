package pqagent.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Runs a program to its end. */
public final class Command {
  private static final String LIMIT_SECONDS = "120";

  /** Exit status, and what it wrote to both outputs. */
  public record Result(int status, String output) {}

  private Command() {}

  /** Runs it, whatever comes of it; after two minutes it is killed (status 124). */
  public static Result attempt(List<String> command) {
    List<String> limited = new ArrayList<>(List.of("timeout", "-k", "5", LIMIT_SECONDS));
    limited.addAll(command);
    try {
      Process process = new ProcessBuilder(limited).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return new Result(process.waitFor(), output);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + command, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while running " + command, e);
    }
  }

  /** Runs it and returns its output; an AssertionError with that output unless its status is 0. */
  public static String run(List<String> command) {
    Result result = attempt(command);
    if (result.status() != 0) {
      throw new AssertionError(
          "%s: status %d%n%s"
              .formatted(String.join(" ", command), result.status(), result.output()));
    }
    return result.output();
  }
}
