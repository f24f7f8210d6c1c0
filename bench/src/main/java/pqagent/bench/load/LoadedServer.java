package pqagent.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import pqagent.bench.foreign.NetworkNamespace;
import pqagent.bench.network.Checkout;
import pqagent.bench.network.ProcessUsage;
import pqagent.bench.network.Service;
import pqagent.bench.network.Shell;
import pqagent.bench.network.Topology;
import pqagent.crypto.key.StaticPublicKeys;

/**
 * A server with keys of its own that runs on the machine's first processor, and this process, its
 * clients, on the others.
 */
public final class LoadedServer implements AutoCloseable {
  private static final int CPU = 0;

  /** Asked for before this process is kept to some of them. */
  private static final int CPUS = Runtime.getRuntime().availableProcessors();

  private static final int PORT = 42424;
  private static final int KEY_PORT = 42425;
  private static final String METRICS = Topology.SERVER_ADDRESS + ":9743";
  private static final String TUNNEL_ADDRESS = "10.64.0.1";

  /** Network, broadcast, and the server's own. */
  private static final int RESERVED_ADDRESSES = 3;

  private static final int FEWEST_ADDRESS_BITS = 16;

  private final Topology hosts;
  private final Service server;

  private LoadedServer(Topology hosts, Service server) {
    this.hosts = hosts;
    this.server = server;
  }

  /**
   * Starts a server; a NetworkException when it does not become ready.
   *
   * @param tunnels for how many it has addresses
   */
  public static LoadedServer start(int tunnels) {
    Checkout.build();
    if (CPUS > 1) {
      String self = Long.toString(ProcessHandle.current().pid());
      Shell.run("taskset", "-a", "-p", "-c", (CPU + 1) + "-" + (CPUS - 1), self);
    }
    Topology hosts = Topology.make(0);
    try {
      Shell.run(Checkout.launcher(), "keygen", "--keys", keys(hosts).toString());
      Service server = hosts.start(hosts.server(), "server", command(hosts, tunnels));
      server.awaitLog("server is ready");
      return new LoadedServer(hosts, server);
    } catch (RuntimeException e) {
      hosts.close();
      throw e;
    }
  }

  private static List<String> command(Topology hosts, int tunnels) {
    return List.of(
        "taskset",
        "-c",
        Integer.toString(CPU),
        Checkout.launcher(),
        "server",
        "--setup",
        "--keys=" + keys(hosts),
        "--port=" + PORT,
        "--key-port=" + KEY_PORT,
        "--metrics=" + METRICS,
        "--state-dir=" + hosts.directory().resolve("state"),
        "--address=%s/%d".formatted(TUNNEL_ADDRESS, Integer.SIZE - addressBits(tunnels)));
  }

  static int addressBits(int tunnels) {
    int bits = FEWEST_ADDRESS_BITS;
    while ((1 << bits) - RESERVED_ADDRESSES < tunnels) {
      bits++;
    }
    return bits;
  }

  private static Path keys(Topology hosts) {
    return hosts.directory().resolve("keys");
  }

  /** What runs where, for a line above the numbers. */
  public static String description() {
    return "pqagent server on CPU %d, its clients on %s"
        .formatted(CPU, CPUS > 1 ? "the others" : "it too");
  }

  /** Does something as its clients, on a thread whose sockets are theirs. */
  public <T> T asClients(Callable<T> work) throws Exception {
    return NetworkNamespace.call(hosts.client(), work);
  }

  /** Does something on the server's host. */
  <T> T onServer(Callable<T> work) throws Exception {
    return NetworkNamespace.call(hosts.server(), work);
  }

  ProcessUsage usage() {
    return server.usage();
  }

  StaticPublicKeys publicKeys() throws IOException {
    return new StaticPublicKeys(
        Files.readAllBytes(keys(hosts).resolve("mceliece_pk")),
        Files.readAllBytes(keys(hosts).resolve("x25519_pk")));
  }

  SlotKeyRing slotKeys() throws IOException {
    return new SlotKeyRing(InetAddress.getByName(Topology.SERVER_ADDRESS), KEY_PORT);
  }

  Scrape scrape() throws IOException {
    return Scrape.of(URI.create("http://" + METRICS + "/metrics"));
  }

  /** Where handshakes and tunnel packets go. */
  InetSocketAddress endpoint() {
    return new InetSocketAddress(Topology.SERVER_ADDRESS, PORT);
  }

  /** Its address inside of the tunnels. */
  String tunnelAddress() {
    return TUNNEL_ADDRESS;
  }

  @Override
  public void close() {
    hosts.close();
  }
}
