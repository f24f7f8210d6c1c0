package pqagent.bench.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Programs of the system, run to their end. */
final class Tool {
  private Tool() {}

  /** A LoadException with what it said when it fails. */
  static void run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new LoadException("%s: %s".formatted(String.join(" ", command), lastLine(said)));
      }
    } catch (IOException e) {
      throw new LoadException("cannot run %s: is it installed?".formatted(command[0]));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LoadException("interrupted");
    }
  }

  /** Runs {@code ip}; the arguments are parted by spaces. */
  static void ip(String arguments) {
    run(("ip " + arguments).split(" ", -1));
  }

  /** Runs it to clean up, whatever comes of it. */
  static void ipQuietly(String arguments) {
    try {
      ip(arguments);
    } catch (LoadException e) {
      // it may be gone already: the others still have to go
    }
  }

  static String lastLine(String text) {
    List<String> lines = text.strip().lines().toList();
    return lines.isEmpty() ? "it said nothing" : lines.getLast();
  }
}
