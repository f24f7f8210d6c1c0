package pqagent.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import pqagent.crypto.key.StaticPublicKeys;

/**
 * A server with keys of its own that runs on the machine's first processor, and this process, its
 * clients, on the others. Close, also when the process is interrupted, leaves nothing behind.
 */
public final class LoadedServer implements AutoCloseable {
  private static final int CPU = 0;

  /** Asked for before this process is kept to some of them. */
  private static final int CPUS = Runtime.getRuntime().availableProcessors();

  private static final int PORT = 42424;
  private static final int KEY_PORT = 42425;
  private static final String METRICS = Network.SERVER_ADDRESS + ":9743";
  private static final String TUNNEL_ADDRESS = "10.64.0.1";

  /** Network, broadcast, and the server's own. */
  private static final int RESERVED_ADDRESSES = 3;

  private static final int FEWEST_ADDRESS_BITS = 16;

  private final Network network = new Network();
  private final Thread hook = new Thread(this::tearDown);
  private final Path directory;
  private final Path keys;
  private @Nullable ServerProcess process;
  private boolean tornDown;

  private LoadedServer() throws IOException {
    directory = Files.createTempDirectory("pqload");
    keys = directory.resolve("keys");
  }

  /**
   * Starts a server.
   *
   * @param tunnels for how many it has addresses
   * @throws LoadException when something has to be changed first
   */
  public static LoadedServer start(int tunnels) throws IOException, InterruptedException {
    if (!Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) {
      throw new LoadException("a server needs network namespaces: run this with sudo");
    }
    Path launcher = Checkout.launcher();
    LoadedServer server = new LoadedServer();
    Runtime.getRuntime().addShutdownHook(server.hook);
    try {
      server.run(launcher, tunnels);
      return server;
    } catch (IOException | InterruptedException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private void run(Path launcher, int tunnels) throws IOException, InterruptedException {
    if (CPUS > 1) {
      String self = Long.toString(ProcessHandle.current().pid());
      Tool.run("taskset", "-a", "-p", "-c", (CPU + 1) + "-" + (CPUS - 1), self);
    }
    Tool.run(launcher.toString(), "keygen", "--keys", keys.toString());
    ServerProcess started;
    synchronized (this) {
      if (tornDown) {
        throw new LoadException("interrupted");
      }
      network.build();
      started =
          ServerProcess.start(network.server(), CPU, log(), command(launcher.toString(), tunnels));
      process = started;
    }
    started.awaitReady();
  }

  private List<String> command(String launcher, int tunnels) {
    return List.of(
        launcher,
        "server",
        "--setup",
        "--keys",
        keys.toString(),
        "--port",
        Integer.toString(PORT),
        "--key-port",
        Integer.toString(KEY_PORT),
        "--metrics",
        METRICS,
        "--state-dir",
        directory.resolve("state").toString(),
        "--address",
        TUNNEL_ADDRESS + "/" + (Integer.SIZE - addressBits(tunnels)));
  }

  static int addressBits(int tunnels) {
    int bits = FEWEST_ADDRESS_BITS;
    while ((1 << bits) - RESERVED_ADDRESSES < tunnels) {
      bits++;
    }
    return bits;
  }

  private Path log() {
    return directory.resolve("server.log");
  }

  /** What runs where, for a line above the numbers. */
  public static String description() {
    return "pqagent server on CPU %d, its clients on %s"
        .formatted(CPU, CPUS > 1 ? "the others" : "it too");
  }

  /** Does something as its clients, on a thread whose sockets are theirs. */
  public <T> T asClients(Callable<T> work) throws Exception {
    return Network.on(network.clients(), work);
  }

  /** Does something on the server's host. */
  <T> T onServer(Callable<T> work) throws Exception {
    return Network.on(network.server(), work);
  }

  ProcessUsage usage() {
    if (process == null) {
      throw new IllegalStateException("no server runs");
    }
    return new ProcessUsage(process.pid());
  }

  StaticPublicKeys publicKeys() throws IOException {
    return new StaticPublicKeys(
        Files.readAllBytes(keys.resolve("mceliece_pk")),
        Files.readAllBytes(keys.resolve("x25519_pk")));
  }

  SlotKeyRing slotKeys() throws IOException {
    return new SlotKeyRing(InetAddress.getByName(Network.SERVER_ADDRESS), KEY_PORT);
  }

  Scrape scrape() throws IOException {
    return Scrape.of(URI.create("http://" + METRICS + "/metrics"));
  }

  /** Where handshakes and tunnel packets go. */
  InetSocketAddress endpoint() {
    return new InetSocketAddress(Network.SERVER_ADDRESS, PORT);
  }

  /** Its address inside of the tunnels. */
  String tunnelAddress() {
    return TUNNEL_ADDRESS;
  }

  private synchronized void tearDown() {
    if (tornDown) {
      return;
    }
    tornDown = true;
    if (process != null) {
      process.close();
    }
    network.close();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    tearDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the process is ending, and the hook runs
    }
  }
}
