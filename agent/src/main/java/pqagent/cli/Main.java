package pqagent.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import pqagent.error.OperatorException;

/**
 * {@code pqagent COMMAND}. Exit status: 0 done, 1 failed inside, 2 the operator has to change
 * something, of which one line says what.
 */
@Command(
    name = "pqagent",
    description = "Post-quantum encryption under every application: PQConnect for Linux.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
public final class Main implements Runnable {
  /** Where the launcher put standard error while Java said what it says by itself. */
  private static final String STDERR_PROPERTY = "pqagent.stderr";

  private static final int INTERNAL_ERROR = 1;

  private static final Map<String, Supplier<Object>> COMMANDS = commands();

  @Spec private CommandSpec spec;

  /** Runs a command and ends the process with its status. */
  public static void main(String[] arguments) {
    Optional.ofNullable(Integer.getInteger(STDERR_PROPERTY)).ifPresent(LentStderr::takeBack);
    System.exit(commandLine(arguments).execute(arguments));
  }

  /**
   * Knows the command that the first argument names, and only where that names none, every one:
   * picocli takes its time to read each.
   */
  static CommandLine commandLine(String... arguments) {
    CommandLine line = new CommandLine(new Main());
    Set<String> all = COMMANDS.keySet();
    Optional<String> named = Stream.of(arguments).findFirst().filter(all::contains);
    for (String name : named.map(Set::of).orElse(all)) {
      line.addSubcommand(Objects.requireNonNull(COMMANDS.get(name)).get());
    }
    return line.setParameterExceptionHandler(Main::reportMisuse)
        .setExecutionExceptionHandler(Main::reportFailure);
  }

  private static Map<String, Supplier<Object>> commands() {
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("demo", DemoCommand::new);
    commands.put("client", ClientCommand::new);
    commands.put("server", ServerCommand::new);
    commands.put("status", StatusCommand::new);
    commands.put("keygen", KeygenCommand::new);
    commands.put("dns-records", DnsRecordsCommand::new);
    commands.put("demo-host", DemoCommand.Host::new);
    commands.put("demo-visit", DemoCommand.Visit::new);
    commands.put("demo-meters", DemoCommand.Meters::new);
    commands.put("train", TrainCommand::new);
    return commands;
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
    Logging.load();
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
