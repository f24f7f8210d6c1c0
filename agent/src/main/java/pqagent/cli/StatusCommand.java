package pqagent.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import pqagent.error.OperatorException;
import pqagent.metrics.AgentRole;

/** {@code pqagent status}. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Show the peers and tunnels of the agents that run.")
final class StatusCommand implements Callable<Integer> {
  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      defaultValue = "/var/lib/pqagent",
      description = "The running agent's state directory (default: ${DEFAULT-VALUE}).")
  private Path stateDirectory;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    boolean found = false;
    for (AgentRole role : AgentRole.values()) {
      Path socket = stateDirectory.resolve(role.label() + ".sock");
      if (Files.exists(socket)) {
        found = true;
        out.println(role.label());
        out.println(read(socket));
      }
    }
    if (!found) {
      throw new OperatorException(
          "no agent runs with the state directory "
              + stateDirectory
              + ": start one, or name its --state-dir");
    }
    out.flush();
    return 0;
  }

  private static String read(Path socket) {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        InputStream in = Channels.newInputStream(channel)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new OperatorException(
          "cannot ask the agent at "
              + socket
              + " ("
              + e.getMessage()
              + "): is it running, and are you root or in its group?");
    }
  }
}
