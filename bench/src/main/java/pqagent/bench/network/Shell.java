package pqagent.bench.network;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Commands of the system, run to their end. */
public final class Shell {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Shell() {}

  /**
   * What came of a command.
   *
   * @param status its exit status
   * @param output what it printed, errors too
   */
  public record Outcome(int status, String output) {
    /** The last line that it printed. */
    public String lastLine() {
      return output.lines().reduce((_, line) -> line).orElse("status " + status).strip();
    }
  }

  /** Runs a command and returns what it printed; a NetworkException when it fails. */
  public static String run(String... command) {
    return run(List.of(command));
  }

  /** Runs a command and returns what it printed; a NetworkException when it fails. */
  public static String run(List<String> command) {
    Outcome outcome = outcome(start(command), "", PATIENCE);
    if (outcome.status() != 0) {
      throw new NetworkException("%s: %s".formatted(String.join(" ", command), outcome.lastLine()));
    }
    return outcome.output();
  }

  /** Runs a command that may fail; a NetworkException when it takes longer than it may. */
  public static Outcome outcome(List<String> command, Duration patience) {
    return outcome(start(command), "", patience);
  }

  /** Runs a clean-up command, whatever comes of it. */
  static void runQuietly(String... command) {
    try {
      outcome(start(List.of(command)), "", PATIENCE);
    } catch (NetworkException e) {
      // what it should take away may be gone already: the others still have to go
    }
  }

  static Process start(List<String> command) {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new NetworkException("cannot run %s: is it installed?".formatted(command.getFirst()));
    }
  }

  /** Gives a process its input and waits for its end. */
  static Outcome outcome(Process process, String input, Duration patience) {
    CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> read(process));
    try {
      try (var in = process.outputWriter(UTF_8)) {
        in.write(input);
      } catch (IOException e) {
        // it ended before it read: its status says why
      }
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new NetworkException(
            "%s did not end within %d s"
                .formatted(process.info().command().orElse("a command"), patience.toSeconds()));
      }
      return new Outcome(process.exitValue(), output.join());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NetworkException("interrupted");
    } finally {
      process.destroyForcibly();
    }
  }

  private static String read(Process process) {
    try {
      return new String(process.getInputStream().readAllBytes(), UTF_8);
    } catch (IOException e) {
      return "";
    }
  }
}
