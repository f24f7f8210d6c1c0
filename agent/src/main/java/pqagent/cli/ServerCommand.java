package pqagent.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.slf4j.event.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import pqagent.error.OperatorException;
import pqagent.metrics.AgentRole;
import pqagent.peer.Ipv4;
import pqagent.role.ServerAgent;
import pqagent.role.TunnelSettings;

/** {@code pqagent server}. */
@Command(
    name = "server",
    mixinStandardHelpOptions = true,
    description =
        "Serve clients: hand out keys, answer handshakes, deliver what comes through tunnels.")
final class ServerCommand implements Callable<Integer> {
  @Option(
      names = "--keys",
      paramLabel = "DIR",
      defaultValue = "/etc/pqagent/keys",
      description = "Directory of the long-term keys, made by keygen (default: ${DEFAULT-VALUE}).")
  private Path keys;

  @Option(
      names = "--interface",
      paramLabel = "NAME",
      defaultValue = "pqs0",
      description = "TUN device that the rules script made (default: ${DEFAULT-VALUE}).")
  private String interfaceName;

  @Option(
      names = "--address",
      paramLabel = "ADDRESS/BITS",
      defaultValue = "10.42.0.1/16",
      description =
          "Our address in the tunnels, and the range of the clients' ones (default: ${DEFAULT-VALUE}).")
  private String address;

  @Option(
      names = "--port",
      defaultValue = "42424",
      description = "UDP port of handshakes and tunnels (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--key-port",
      paramLabel = "PORT",
      defaultValue = "42425",
      description = "UDP port of the key server (default: ${DEFAULT-VALUE}).")
  private int keyPort;

  @Option(
      names = "--queue",
      paramLabel = "NUMBER",
      defaultValue = "200",
      description =
          "First NFQUEUE number for outbound packets: TCP, then all else (default: ${DEFAULT-VALUE}).")
  private int queue;

  @Option(
      names = "--host-address",
      paramLabel = "ADDRESS",
      description = "Deliver to this host behind us instead of to ourselves.")
  private Optional<String> hostAddress = Optional.empty();

  @Option(
      names = "--metrics",
      paramLabel = "ADDRESS:PORT",
      defaultValue = "127.0.0.1:9743",
      description = "Where Prometheus finds the metrics, or off (default: ${DEFAULT-VALUE}).")
  private String metrics;

  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    Level logLevel = common.logLevel();
    var metricsAddress = CommonOptions.metricsAddress(metrics);
    TunnelSettings tunnel = common.tunnelSettings(interfaceName, address, port, queue);
    ServerAgent.ServerSettings settings =
        new ServerAgent.ServerSettings(
            tunnel, keys, CommonOptions.port("--key-port", keyPort), parsedHostAddress());
    return AgentRunner.run(
        AgentRole.SERVER,
        common.setup ? Optional.of(rules(tunnel)) : Optional.empty(),
        logLevel,
        metricsAddress,
        (meters, rulesStand) -> ServerAgent.start(settings, meters, rulesStand));
  }

  private OptionalInt parsedHostAddress() {
    try {
      return hostAddress.isEmpty()
          ? OptionalInt.empty()
          : OptionalInt.of(Ipv4.parse(hostAddress.get()));
    } catch (IllegalArgumentException e) {
      throw new OperatorException("--host-address: " + e.getMessage());
    }
  }

  private List<String> rules(TunnelSettings tunnel) {
    List<String> arguments = new ArrayList<>(RulesScripts.arguments("server", tunnel));
    arguments.addAll(List.of("--key-port", Integer.toString(keyPort)));
    hostAddress.ifPresent(host -> arguments.addAll(List.of("--host-address", host)));
    return arguments;
  }
}
