package pqagent.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.event.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import pqagent.metrics.AgentRole;
import pqagent.role.ClientAgent;
import pqagent.role.TunnelSettings;

/** {@code pqagent client}. */
@Command(
    name = "client",
    mixinStandardHelpOptions = true,
    description = "Carry packets to servers that announce PQConnect in DNS through tunnels.")
final class ClientCommand implements Callable<Integer> {
  private static final int MAX_QUEUE = 65535;

  @Option(
      names = "--interface",
      paramLabel = "NAME",
      defaultValue = "pqc0",
      description = "TUN device that the rules script made (default: ${DEFAULT-VALUE}).")
  private String interfaceName;

  @Option(
      names = "--address",
      paramLabel = "ADDRESS/BITS",
      defaultValue = "10.43.0.1/16",
      description =
          "Our address in the tunnels, and the range of the servers' ones (default: ${DEFAULT-VALUE}).")
  private String address;

  @Option(
      names = "--port",
      defaultValue = "42423",
      description = "UDP port of everything we send (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--queue",
      paramLabel = "NUMBER",
      defaultValue = "100",
      description =
          "First NFQUEUE number for outbound packets: TCP, then all else (default: ${DEFAULT-VALUE}).")
  private int queue;

  @Option(
      names = "--dns-queue",
      paramLabel = "NUMBER",
      defaultValue = "53",
      description = "NFQUEUE number for DNS replies (default: ${DEFAULT-VALUE}).")
  private int dnsQueue;

  @Option(
      names = "--metrics",
      paramLabel = "ADDRESS:PORT",
      defaultValue = "127.0.0.1:9742",
      description = "Where Prometheus finds the metrics, or off (default: ${DEFAULT-VALUE}).")
  private String metrics;

  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    Level logLevel = common.logLevel();
    var metricsAddress = CommonOptions.metricsAddress(metrics);
    TunnelSettings tunnel = common.tunnelSettings(interfaceName, address, port, queue);
    ClientAgent.ClientSettings settings =
        new ClientAgent.ClientSettings(
            tunnel, CommonOptions.queue("--dns-queue", dnsQueue, MAX_QUEUE));
    return AgentRunner.run(
        AgentRole.CLIENT,
        common.setup ? Optional.of(rules(tunnel)) : Optional.empty(),
        logLevel,
        metricsAddress,
        (meters, rulesStand) -> ClientAgent.start(settings, meters, rulesStand));
  }

  private List<String> rules(TunnelSettings tunnel) {
    List<String> arguments = new ArrayList<>(RulesScripts.arguments("client", tunnel));
    arguments.addAll(List.of("--dns-queue", Integer.toString(dnsQueue)));
    return arguments;
  }
}
