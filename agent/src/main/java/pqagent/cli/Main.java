package pqagent.cli;

import java.util.Optional;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import pqagent.error.OperatorException;
import pqagent.linux.StandardError;

/**
 * {@code pqagent COMMAND}. Exit status: 0 done, 1 failed inside, 2 the operator has to change
 * something, of which one line says what.
 */
@Command(
    name = "pqagent",
    description = "Post-quantum encryption under every application: PQConnect for Linux.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {
      DemoCommand.class,
      ClientCommand.class,
      ServerCommand.class,
      StatusCommand.class,
      KeygenCommand.class,
      DnsRecordsCommand.class,
      DemoCommand.Host.class,
      DemoCommand.Visit.class,
      DemoCommand.Meters.class,
    })
public final class Main implements Runnable {
  /** Where the launcher put standard error while Java said what it says by itself. */
  private static final String STDERR_PROPERTY = "pqagent.stderr";

  private static final int INTERNAL_ERROR = 1;

  @Spec private CommandSpec spec;

  /** Runs a command and ends the process with its status. */
  public static void main(String[] arguments) {
    Optional.ofNullable(Integer.getInteger(STDERR_PROPERTY)).ifPresent(StandardError::takeBack);
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setParameterExceptionHandler(Main::reportMisuse)
        .setExecutionExceptionHandler(Main::reportFailure);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  private static int reportMisuse(ParameterException e, String[] arguments) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    e.getCommandLine()
        .getErr()
        .printf("pqagent: %s (see %s --help)%n", firstLine(e.getMessage()), command);
    return CommandLine.ExitCode.USAGE;
  }

  private static int reportFailure(
      Exception e, CommandLine command, CommandLine.ParseResult parsed) {
    if (e instanceof OperatorException) {
      command.getErr().printf("pqagent: %s%n", e.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
    LoggerFactory.getLogger(Main.class).error("failed inside", e);
    return INTERNAL_ERROR;
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("");
  }

  /** The version from the jar's manifest. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {
        "pqagent "
            + Optional.ofNullable(Main.class.getPackage().getImplementationVersion()).orElse("dev")
      };
    }
  }
}
