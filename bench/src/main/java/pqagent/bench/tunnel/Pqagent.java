package pqagent.bench.tunnel;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import pqagent.bench.network.Checkout;
import pqagent.bench.network.Service;
import pqagent.bench.network.Shell;
import pqagent.bench.network.Topology;

/** Ours: {@code pqagent server --setup} and {@code pqagent client --setup} by the launcher. */
public final class Pqagent implements Peer {
  /** The name that the client asks for. */
  public static final String NAME = "ports.pq.test";

  /** With IP's, UDP's and our own header and tag, 84 bytes, it fills the link's 1500. */
  private static final int MTU = 1416;

  private static final int PORT = 42424;
  private static final int KEY_PORT = 42425;

  /** An agent that is ready still warms its code up, on the side. */
  private static final Duration SETTLING = Duration.ofSeconds(8);

  @Override
  public String by() {
    return OURS;
  }

  @Override
  public String sizes() {
    return "%d inside of 1500 bytes".formatted(MTU);
  }

  @Override
  public Tunnel start(Topology hosts) {
    announce(hosts);
    Service server = startServer(hosts);
    Duration serverReady = awaitReady(server);
    Service client = startClient(hosts, hosts.directory().resolve("client"));
    Duration clientReady = awaitReady(client);
    String target = hosts.resolve(hosts.client(), NAME);
    hosts.run(hosts.client(), "ping", "-n", "-c", "1", "-W", "10", target);
    return new Tunnel(target, List.of(server, client), List.of(serverReady, clientReady));
  }

  /** Makes the server's keys and tells the client's resolver of them, once for these hosts. */
  public static void announce(Topology hosts) {
    Path keys = keys(hosts);
    if (keys.toFile().exists()) {
      return;
    }
    Checkout.build();
    Shell.run(Checkout.launcher(), "keygen", "--keys", keys.toString());
    List<String> command = new ArrayList<>(List.of("dnsmasq", "--conf-file=/dev/null"));
    command.addAll(List.of("--no-daemon", "--no-resolv", "--no-hosts", "--bind-interfaces"));
    command.addAll(List.of("--interface=" + Topology.LINK_DEVICE, "--local=/pq.test/"));
    command.addAll(
        records(
            Shell.run(
                Checkout.launcher(),
                "dns-records",
                "--keys=" + keys,
                "--port=" + PORT,
                "--key-port=" + KEY_PORT,
                "--address=" + Topology.SERVER_ADDRESS,
                "--name=" + NAME)));
    hosts.start(hosts.server(), "dnsmasq", command).awaitLog("started");
  }

  /** The long form of a zone file's records, the first two, as options of dnsmasq. */
  static List<String> records(String zone) {
    return zone.lines()
        .filter(line -> line.matches("[^;].* (CNAME|A) .*"))
        .limit(2)
        .map(line -> line.split(" ", -1))
        .map(
            fields ->
                "--%s=%s,%s"
                    .formatted(
                        fields[1].equals("A") ? "host-record" : "cname",
                        bare(fields[0]),
                        bare(fields[2])))
        .toList();
  }

  private static String bare(String name) {
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  /** Starts the server's agent. */
  public static Service startServer(Topology hosts) {
    return hosts.start(
        hosts.server(),
        "pqagent server",
        command(
            "server",
            hosts.directory().resolve("server"),
            "--keys=" + keys(hosts),
            "--port=" + PORT,
            "--key-port=" + KEY_PORT));
  }

  /**
   * Starts the client's agent.
   *
   * @param state the directory of its caches
   */
  public static Service startClient(Topology hosts, Path state) {
    return hosts.start(hosts.client(), "pqagent client", command("client", state));
  }

  /** Waits until it is ready, and lets it settle; returns how long after its start it was ready. */
  public static Duration awaitReady(Service agent) {
    Duration ready = agent.awaitLog("is ready");
    Service.pause(SETTLING);
    return ready;
  }

  private static List<String> command(String role, Path state, String... more) {
    List<String> command =
        new ArrayList<>(
            List.of(Checkout.launcher(), role, "--setup", "--state-dir=" + state, "--mtu=" + MTU));
    command.addAll(List.of(more));
    return command;
  }

  private static Path keys(Topology hosts) {
    return hosts.directory().resolve("keys");
  }
}
