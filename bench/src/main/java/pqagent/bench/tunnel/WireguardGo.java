package pqagent.bench.tunnel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import pqagent.bench.network.Checkout;
import pqagent.bench.network.NetworkException;
import pqagent.bench.network.Service;
import pqagent.bench.network.Shell;
import pqagent.bench.network.Topology;

/**
 * WireGuard as a program, of Debian sid. It runs in a chroot, since it may want a newer C library
 * than this system has.
 */
public final class WireguardGo implements Peer {
  private static final String CLIENT_INSIDE = "10.99.0.2";
  private static final String SERVER_INSIDE = "10.99.0.1";
  private static final int PORT = 51820;
  private static final Duration MAKING = Duration.ofMinutes(20);

  /** What it has on its devices when it is told nothing else. */
  private static final int MTU = 1420;

  private final Path root;

  private WireguardGo(Path root) {
    this.root = root;
  }

  /** Finds or makes the chroot; a NetworkException that says why when there is none. */
  public static WireguardGo find() {
    List<String> making =
        List.of(
            Checkout.file("interop/sid_chroot.sh"),
            "bench",
            "wireguard-go",
            "wireguard-go",
            "wireguard-tools");
    Shell.Outcome made = Shell.outcome(making, MAKING);
    if (made.status() != 0) {
      throw new NetworkException(made.lastLine());
    }
    return new WireguardGo(Path.of(made.lastLine()));
  }

  @Override
  public String by() {
    return "wireguard-go";
  }

  @Override
  public String sizes() {
    return "%d inside of 1480 bytes".formatted(MTU);
  }

  @Override
  public Tunnel start(Topology hosts) {
    Side server = new Side(hosts, hosts.server(), SERVER_INSIDE, Topology.CLIENT_ADDRESS);
    Side client = new Side(hosts, hosts.client(), CLIENT_INSIDE, Topology.SERVER_ADDRESS);
    Service serverProcess = server.start();
    Duration serverReady = serverProcess.await(server::isReady);
    Service clientProcess = client.start();
    Duration clientReady = clientProcess.await(client::isReady);
    String serverKey = server.makeKey();
    String clientKey = client.makeKey();
    server.configure(serverKey, server.publicKey(clientKey));
    client.configure(clientKey, client.publicKey(serverKey));
    hosts.run(hosts.client(), "ping", "-n", "-c", "1", "-W", "10", SERVER_INSIDE);
    return new Tunnel(
        SERVER_INSIDE, List.of(serverProcess, clientProcess), List.of(serverReady, clientReady));
  }

  /** What one host has of it. The device's name is its socket's, in a folder that all hosts see. */
  private final class Side {
    private final Topology hosts;
    private final String host;
    private final String inside;
    private final String other;

    Side(Topology hosts, String host, String inside, String other) {
      this.hosts = hosts;
      this.host = host;
      this.inside = inside;
      this.other = other;
    }

    Service start() {
      deleteSocket();
      return hosts.start(
          host, "wireguard-go", inRoot("env", "LOG_LEVEL=error", "wireguard-go", "-f", host));
    }

    /** One that was killed leaves it behind. */
    private void deleteSocket() {
      try {
        Files.deleteIfExists(socket());
      } catch (IOException e) {
        throw new NetworkException("cannot delete " + socket());
      }
    }

    private Path socket() {
      return root.resolve("run/wireguard/%s.sock".formatted(host));
    }

    boolean isReady() {
      return Files.exists(socket());
    }

    String makeKey() {
      return run("", "wg", "genkey");
    }

    String publicKey(String key) {
      return run(key, "wg", "pubkey");
    }

    void configure(String key, String otherPublicKey) {
      run(
          key,
          ("wg set %s listen-port %d private-key /dev/stdin"
                  + " peer %s endpoint %s:%d allowed-ips 0.0.0.0/0")
              .formatted(host, PORT, otherPublicKey, other, PORT)
              .split(" ", -1));
      hosts.run(host, "ip", "address", "add", inside + "/24", "dev", host);
      hosts.run(host, "ip", "link", "set", host, "up");
    }

    private String run(String input, String... command) {
      Shell.Outcome outcome =
          hosts.outcome(
              host, Duration.ofSeconds(10), input, inRoot(command).toArray(String[]::new));
      if (outcome.status() != 0) {
        throw new NetworkException(command[0] + ": " + outcome.lastLine());
      }
      return outcome.lastLine();
    }

    /** As it runs in the chroot, with this system's devices: the mounts end with the command. */
    private List<String> inRoot(String... command) {
      String mounting =
          "mount --bind /dev \"$0/dev\" && mount --bind /proc \"$0/proc\" && exec chroot \"$0\" \"$@\"";
      List<String> whole = new ArrayList<>(List.of("sh", "-c", mounting, root.toString()));
      whole.addAll(List.of(command));
      return whole;
    }
  }
}
