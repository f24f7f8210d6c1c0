package pqagent.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pqagent.testkit.Background;
import pqagent.testkit.Link;
import pqagent.testkit.Namespace;

/** How large packets may be on real paths: 84 bytes less than the path takes. */
class PathMtuIT {
  private static final int NARROW_BYTES = 1400;
  private static final String CLIENT_AT_SERVER = "10.42.0.2";

  @TempDir private Path directory;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  @AfterEach
  void tearDown() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  @Test
  void shouldSendFullFrames_whenThePathIsAnEthernet() throws Exception {
    Hosts hosts = opened(new Hosts(directory));
    hosts.server.exec("ip", "link", "set", "eth0", "gso_max_segs", "1");
    String address = connect(hosts);
    assertThat(awaitMtu(hosts, "client", 1201)).isEqualTo(1416);
    assertThat(awaitMtu(hosts, "server", 1201)).isEqualTo(1416);
    Counter all = Counter.ofUdp(hosts.client, "42424", "0:1500");
    Counter full = Counter.ofUdp(hosts.client, "42424", "1500");
    download(hosts, address);
    assertThat(all.packets()).as("fewer than of 1200 bytes").isLessThan((8 << 20) / (1200 - 52));
    assertThat(full.packets()).as("mostly full ones").isGreaterThan(all.packets() * 8 / 10);
    ping(hosts.client, address, 1416);
    ping(hosts.server, CLIENT_AT_SERVER, 1416);
  }

  @Test
  void shouldNeedNoAnswerOfAKernel_whenFirewallsDropEchoRequests() throws Exception {
    Hosts hosts = opened(new Hosts(directory));
    for (Namespace host : new Namespace[] {hosts.client, hosts.server}) {
      host.exec("iptables -A INPUT -p icmp --icmp-type echo-request -j DROP".split(" "));
    }
    hosts.startServer();
    hosts.startClient();
    download(hosts, hosts.resolve(Hosts.PROTECTED));
    assertThat(awaitMtu(hosts, "client", 1201)).isEqualTo(1416);
    assertThat(awaitMtu(hosts, "server", 1201)).isEqualTo(1416);
  }

  @Test
  void shouldHeedRouters_whenTheySayWhatTheyTake() throws Exception {
    Hosts hosts = overNarrowLink(false);
    String address = connect(hosts);
    assertThat(awaitMtu(hosts, "client", 1201)).isEqualTo(1316);
    assertThat(awaitMtu(hosts, "server", 1201)).isEqualTo(1316);
    download(hosts, address);
    assertThat(pingOnce(hosts.client, address, 1317)).contains("mtu = 1316");
    ping(hosts.client, address, 1316);
    ping(hosts.server, CLIENT_AT_SERVER, 1316);
  }

  @Test
  void shouldFindOutByItself_whenRoutersAreSilent() throws Exception {
    Hosts hosts = overNarrowLink(true);
    String address = connect(hosts);
    assertThat(awaitMtu(hosts, "client", 1308)).isBetween(1308, 1316);
    assertThat(awaitMtu(hosts, "server", 1308)).isBetween(1308, 1316);
    download(hosts, address);
    ping(hosts.client, address, 1308);
    ping(hosts.server, CLIENT_AT_SERVER, 1308);
  }

  @Test
  void shouldHeedARouterBehindTheServer_whenItForwards() throws Exception {
    Hosts hosts = opened(new Hosts(directory));
    Namespace behind = opened(Namespace.create("behind"));
    Link.connect(hosts.server, "eth1", "10.77.0.1/24", behind, "eth0", "10.77.0.2/24").setMtu(1350);
    hosts.server.exec("sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward");
    behind.exec("ip", "route", "add", "10.42.0.0/16", "via", "10.77.0.1");
    hosts.startServer("--host-address", "10.77.0.2");
    hosts.startClient();
    String address = hosts.resolve(Hosts.PROTECTED);
    ping(hosts.client, address, 1000);
    assertThat(awaitMtu(hosts, "client", 1201)).isEqualTo(1416);
    assertThat(pingOnce(hosts.client, address, 1351)).contains("mtu = 1350");
    assertThat(awaitMtu(hosts, "client", 1201)).isEqualTo(1350);
    ping(hosts.client, address, 1350);
  }

  @Test
  void shouldSendWhatTheOperatorSaid_whenItIsANumber() throws Exception {
    Hosts hosts = opened(new Hosts(directory));
    hosts.startServer("--mtu", "1300");
    hosts.startClient("--mtu", "1250");
    String address = hosts.resolve(Hosts.PROTECTED);
    ping(hosts.client, address, 1250);
    assertThat(pingOnce(hosts.client, address, 1251)).contains("mtu=1250");
    assertThat(awaitMtu(hosts, "client", 1)).isEqualTo(1250);
    assertThat(awaitMtu(hosts, "server", 1)).isEqualTo(1300);
  }

  @Test
  void shouldKeepADownloadGoing_whenThePathNarrowsInSilence() throws Exception {
    AtomicReference<Routers> between = new AtomicReference<>();
    Hosts hosts = behind(between::set);
    between.get().silence();
    String address = connect(hosts);
    assertThat(awaitMtu(hosts, "server", 1201)).isEqualTo(1416);
    Path file = directory.resolve("half");
    Background curl =
        hosts.client.spawn(
            "curl",
            "-sS",
            "--limit-rate",
            "1M",
            "-o",
            file.toString(),
            "http://" + address + "/file");
    while (!Files.exists(file) || Files.size(file) < 1 << 20) {
      assertThat(curl.process().isAlive()).as(curl.output()).isTrue();
      Thread.sleep(50);
    }
    between.get().narrow().setMtu(NARROW_BYTES);
    assertThat(curl.awaitExit(Duration.ofSeconds(90))).as(curl.output()).isZero();
    assertThat(file).hasBinaryContent(Hosts.pattern(8 << 20));
    assertThat(tunnels(hosts, "server")).as("the same tunnel").hasSize(1);
    assertThat(awaitMtu(hosts, "server", 1201)).isBetween(1308, 1316);
  }

  private Hosts overNarrowLink(boolean silent) throws Exception {
    return behind(
        routers -> {
          routers.narrow().setMtu(NARROW_BYTES);
          if (silent) {
            routers.silence();
          }
        });
  }

  private Hosts behind(Consumer<Routers> configure) throws Exception {
    return opened(
        new Hosts(
            directory,
            (client, server) -> configure.accept(opened(Routers.connect(client, server)))));
  }

  private <T extends AutoCloseable> T opened(T each) {
    open.push(each);
    return each;
  }

  /** Returns the server's private address when packets go to and fro. */
  private static String connect(Hosts hosts) throws InterruptedException {
    hosts.startServer();
    hosts.startClient();
    String address = hosts.resolve(Hosts.PROTECTED);
    assertThat(address).startsWith("10.43.");
    hosts.client.exec("ping", "-c3", "-i0.2", "-W5", address);
    return address;
  }

  private static void download(Hosts hosts, String address) throws Exception {
    assertThat(hosts.download(address)).isEqualTo(Hosts.pattern(8 << 20));
  }

  /**
   * Waits until the role's only tunnel takes packets of so many bytes; returns how many exactly.
   */
  private static int awaitMtu(Hosts hosts, String role, int atLeast) throws InterruptedException {
    List<String> tunnels = List.of();
    for (int i = 0; i < 100; i++) {
      tunnels = tunnels(hosts, role);
      int mtu = tunnels.size() == 1 ? Integer.parseInt(tunnels.getFirst().split(" +")[3]) : 0;
      if (mtu >= atLeast) {
        return mtu;
      }
      Thread.sleep(200);
    }
    throw new AssertionError("no MTU of " + atLeast + " at the " + role + ": " + tunnels);
  }

  /** The lines of {@code pqagent status} of tunnels that are up. */
  private static List<String> tunnels(Hosts hosts, String role) {
    Namespace host = role.equals("client") ? hosts.client : hosts.server;
    return host.exec(Program.command("status", "--state-dir", hosts.state(role)))
        .lines()
        .filter(line -> line.startsWith("10.") && line.contains(" up "))
        .toList();
  }

  /** Sends a packet of exactly so many bytes that nobody may cut, and has it answered. */
  private static void ping(Namespace host, String address, int bytes) {
    assertThat(pingOnce(host, address, bytes)).contains("1 received");
  }

  private static String pingOnce(Namespace host, String address, int bytes) {
    String dataBytes = Integer.toString(bytes - 28);
    return host.attempt("ping", "-c1", "-W5", "-Mdo", "-s", dataBytes, address).output();
  }
}
