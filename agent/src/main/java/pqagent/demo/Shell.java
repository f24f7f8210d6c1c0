package pqagent.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import pqagent.error.OperatorException;

/** Commands of the system, run to their end. */
final class Shell {
  private Shell() {}

  /**
   * Runs a command and returns what it printed; an OperatorException with its last line when it
   * fails.
   */
  static String run(String... command) {
    return run(List.of(command));
  }

  static String run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new OperatorException("%s: %s".formatted(String.join(" ", command), output.strip()));
      }
      return output;
    } catch (IOException e) {
      throw new OperatorException("cannot run %s: is it installed?".formatted(command.getFirst()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperatorException("interrupted");
    }
  }

  /** Runs a clean-up command, whatever comes of it. */
  static void runQuietly(String... command) {
    try {
      run(command);
    } catch (OperatorException e) {
      // it may be gone already: the others still have to go
    }
  }
}
