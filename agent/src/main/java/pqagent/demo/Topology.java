package pqagent.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import pqagent.error.OperatorException;

/**
 * Two network namespaces with a link, which stand for two hosts. The client asks the server for
 * names.
 *
 * <pre>
 *   client 192.0.2.2 ─── link ─── 192.0.2.1 server
 * </pre>
 */
final class Topology implements AutoCloseable {
  static final String CLIENT_ADDRESS = "192.0.2.2";
  static final String SERVER_ADDRESS = "192.0.2.1";

  /** The link's name on either side. */
  static final String LINK_DEVICE = "link0";

  private final String name;

  private Topology(String name) {
    this.name = name;
  }

  /** Makes both hosts; when that fails, neither stays. */
  static Topology make() {
    Topology topology = new Topology("pqdemo" + ProcessHandle.current().pid());
    try {
      topology.build();
      return topology;
    } catch (RuntimeException e) {
      topology.close();
      throw e;
    }
  }

  String client() {
    return name + "c";
  }

  String server() {
    return name + "s";
  }

  /** The commands that take the hosts away, for a person to type. */
  List<String> removal() {
    return List.of(
        "ip netns del " + client(),
        "ip netns del " + server(),
        "rm -r /etc/netns/" + client() + " /etc/netns/" + server());
  }

  private void build() {
    Shell.run("ip", "netns", "add", client());
    Shell.run("ip", "netns", "add", server());
    Shell.run(
        "ip",
        "link",
        "add",
        LINK_DEVICE,
        "netns",
        client(),
        "type",
        "veth",
        "peer",
        "name",
        LINK_DEVICE,
        "netns",
        server());
    configure(client(), CLIENT_ADDRESS);
    configure(server(), SERVER_ADDRESS);
  }

  private void configure(String host, String address) {
    Shell.run("ip", "-n", host, "link", "set", "lo", "up");
    Shell.run("ip", "-n", host, "address", "add", address + "/24", "dev", LINK_DEVICE);
    Shell.run("ip", "-n", host, "link", "set", LINK_DEVICE, "up");
    try {
      Files.createDirectories(resolverDirectory(host));
      Files.writeString(
          resolverDirectory(host).resolve("resolv.conf"), "nameserver " + SERVER_ADDRESS + "\n");
    } catch (IOException e) {
      throw new OperatorException(
          "cannot write " + resolverDirectory(host) + ": " + e.getMessage());
    }
  }

  private static Path resolverDirectory(String host) {
    return Path.of("/etc/netns", host);
  }

  /** A command as it runs on that host. */
  static List<String> on(String host, List<String> command) {
    List<String> whole = new ArrayList<>(List.of("ip", "netns", "exec", host));
    whole.addAll(command);
    return whole;
  }

  @Override
  public void close() {
    for (String host : List.of(client(), server())) {
      Shell.runQuietly("ip", "netns", "del", host);
      Shell.runQuietly("rm", "-rf", resolverDirectory(host).toString());
    }
  }
}
