package pqagent.cli;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import pqagent.error.OperatorException;
import pqagent.role.TunnelSettings;

/**
 * Runs the rules scripts that lie beside the jar, or above it in a checkout. While one installs the
 * rules, the program can prepare what needs none.
 */
final class RulesScripts implements AutoCloseable {
  private static final int LEVELS_TO_SEARCH = 5;
  private static final String INSTALL = "install.sh";
  private static final String REMOVE = "remove.sh";

  private final Path directory;
  private final List<String> arguments;
  private Optional<Process> installing = Optional.empty();
  private boolean installed;

  private RulesScripts(Path directory, List<String> arguments) {
    this.directory = directory;
    this.arguments = arguments;
  }

  /**
   * Begins to install the rules; {@link #await} sees the end of it, close removes them.
   *
   * @param arguments role and options, which the scripts share with the command line
   */
  static RulesScripts install(List<String> arguments) {
    RulesScripts scripts = new RulesScripts(find(), arguments);
    scripts.installing = Optional.of(scripts.start(INSTALL));
    return scripts;
  }

  /** Waits until the rules stand; an OperatorException says why they do not. */
  void await() {
    if (installing.isPresent()) {
      Process process = installing.get();
      installing = Optional.empty();
      finish(INSTALL, process);
      installed = true;
    }
  }

  /** The options that every script takes, as the command line had them. */
  static List<String> arguments(String role, TunnelSettings tunnel) {
    return List.of(
        role,
        "--interface",
        tunnel.interfaceName(),
        "--address",
        tunnel.address().toString(),
        "--mtu",
        tunnel.mtu().isPresent() ? Integer.toString(tunnel.mtu().getAsInt()) : CommonOptions.AUTO,
        "--queue",
        Integer.toString(tunnel.firstQueue()),
        "--queues",
        Integer.toString(tunnel.lanes()),
        "--port",
        Integer.toString(tunnel.port()));
  }

  @Override
  public void close() {
    await();
    if (installed) {
      finish(REMOVE, start(REMOVE));
    }
  }

  private Process start(String script) {
    List<String> command = new ArrayList<>();
    command.add(directory.resolve(script).toString());
    command.addAll(arguments);
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      return process;
    } catch (IOException e) {
      throw new OperatorException(
          "cannot run " + directory.resolve(script) + ": " + e.getMessage());
    }
  }

  private void finish(String script, Process process) {
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new OperatorException(lastLine(output).replaceFirst("^[a-z.]+: ", script + ": "));
      }
    } catch (IOException e) {
      throw new OperatorException(
          "cannot hear " + directory.resolve(script) + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperatorException("interrupted while " + script + " ran");
    }
  }

  private static String lastLine(String output) {
    return output.strip().lines().reduce((_, last) -> last).orElse("failed without a word");
  }

  private static Path find() {
    try {
      URI jar = RulesScripts.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      Path directory = Path.of(jar).toAbsolutePath().getParent();
      for (int i = 0; i < LEVELS_TO_SEARCH && directory != null; i++) {
        Path candidate = directory.resolve("iptables-rules");
        if (Files.isExecutable(candidate.resolve(INSTALL))) {
          return candidate;
        }
        directory = directory.getParent();
      }
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
    throw new OperatorException(
        "--setup: no iptables-rules folder beside the program: run install.sh yourself");
  }
}
