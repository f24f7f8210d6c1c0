package pqagent.bench;

import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import pqagent.bench.foreign.StandardError;

/**
 * {@code pqagent bench COMMAND}. Exit status: 0 done, 1 something failed or leaks, 2 the caller has
 * to change something, of which one line says what.
 */
@Command(
    name = "pqagent bench",
    description = "How fast pqagent is beside its peers, and whether time tells its secrets.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      CryptoCommand.class,
      LeaksCommand.class,
      PathCommand.class,
      ConnectCommand.class,
      EchoCommand.class,
      VisitCommand.class,
      HandshakesCommand.class,
      TunnelsCommand.class
    })
public final class Main implements Runnable {
  /** Where the launcher put standard error while Java said what it says by itself. */
  private static final String STDERR_PROPERTY = "pqagent.stderr";

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help message and exit.")
  private boolean help;

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Runs a command and ends the process with its status. */
  public static void main(String[] arguments) {
    Optional.ofNullable(Integer.getInteger(STDERR_PROPERTY)).ifPresent(StandardError::takeBack);
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setUsageHelpWidth(100)
        .setParameterExceptionHandler(Main::reportMisuse);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  private static int reportMisuse(ParameterException e, String[] arguments) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    String line = e.getMessage().lines().findFirst().orElse("");
    e.getCommandLine().getErr().printf("pqagent: %s (see %s --help)%n", line, command);
    return CommandLine.ExitCode.USAGE;
  }
}
