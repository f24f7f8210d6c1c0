package pqagent.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What passes and what does not while the rules are there and no agent is. */
final class TrafficWithoutAgentTest {
  private static final String QUERY =
      "\\x12\\x34\\x01\\x00\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00"
          + "\\x05plain\\x04test\\x00\\x00\\x01\\x00\\x01";
  private static final String ASK =
      "exec 3<>/dev/udp/192.0.2.2/53; printf '"
          + QUERY
          + "' >&3; timeout 5 head -c 44 <&3 | od -An -v -tx1 -w44";

  @ParameterizedTest
  @ValueSource(strings = {"iptables-nft", "iptables-legacy"})
  void shouldPassDnsReplies_whenNoAgentListens(String iptables) {
    try (RulesHost host = new RulesHost(iptables)) {
      host.wire()
          .spawn(
              "dnsmasq",
              "--keep-in-foreground",
              "--user=root",
              "--conf-file=/dev/null",
              "--pid-file",
              "--no-resolv",
              "--no-hosts",
              "--address=/plain.test/192.0.2.77");
      await().until(() -> host.shell(ASK).output().contains("c0 00 02 4d"));
      String before = host.ok(ASK);

      host.script("install.sh", "client");

      assertThat(host.ok(ASK)).isEqualTo(before);
      assertThat(host.script("status.sh", "client").output()).contains("queue 53, 1 replies");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "true",
        "ip link set pqc0 down",
        "ip link delete pqc0",
        "ip link set pqc0 down; ip route delete unreachable 10.43.0.0/16",
        "iptables-nft -t mangle -F PQAGENT-CLIENT-OUT; ip link delete pqc0"
      })
  void shouldKeepPrivateAddressesOffTheWire_whenSomethingIsMissing(String accident) {
    try (RulesHost host = new RulesHost("iptables-nft")) {
      host.onWire("iptables-nft -t raw -A PREROUTING -d 10.43.0.0/16 -j DROP");
      host.script("install.sh", "client");
      assertThat(host.shell(accident).status()).isZero();

      send(host);
      assertThat(seenOnWire(host)).isZero();

      host.script("remove.sh", "client");
      send(host);
      assertThat(seenOnWire(host)).as("without the rules").isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void shouldQueuePrivateAddresses_whenTheDeviceHasNoCarrier(int ignored) {
    try (RulesHost host = new RulesHost("iptables-nft")) {
      host.ok("sysctl -qw net.ipv4.conf.default.ignore_routes_with_linkdown=" + ignored);
      host.script("install.sh", "client");

      send(host);

      assertThat(host.script("status.sh", "client").output())
          .contains("queues 100 and 101, 1 packets");
    }
  }

  private static void send(RulesHost host) {
    host.shell("echo hello >/dev/udp/10.43.2.3/7777");
  }

  private static int seenOnWire(RulesHost host) {
    return packets(host.onWire("iptables-nft -t raw -nvxL PREROUTING"), "DROP");
  }

  private static int packets(String listing, String target) {
    return listing
        .lines()
        .map(line -> line.strip().split(" +"))
        .filter(words -> words.length > 3 && words[2].equals(target))
        .mapToInt(words -> Integer.parseInt(words[0]))
        .sum();
  }

  @ParameterizedTest
  @ValueSource(strings = {"iptables-nft", "iptables-legacy"})
  void shouldDropForeignPacketsOfTheRange_whenTheyComeByAnotherDevice(String iptables) {
    try (RulesHost host = new RulesHost(iptables)) {
      host.ok("sysctl -qw net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.eth0.rp_filter=0");
      host.ok(iptables + " -A INPUT -p udp --dport 7777 -j ACCEPT");
      host.script("install.sh", "client");

      host.onWire("ip route add 10.43.0.1 via 192.0.2.1; echo to >/dev/udp/10.43.0.1/7777");
      host.onWire("ip addr add 10.43.9.9/32 dev lo");
      host.onWire("ip route add 192.0.2.1 dev eth0 src 10.43.9.9; echo >/dev/udp/192.0.2.1/7777");
      assertThat(received(host, iptables)).isZero();
      assertThat(host.script("status.sh", "client").output()).contains("2 on another way in");

      host.shell("echo own >/dev/udp/10.43.0.1/7777");
      assertThat(received(host, iptables)).as("to its own address").isEqualTo(1);

      host.ok(iptables + " -t mangle -F PQAGENT-CLIENT-PRE");
      host.onWire("echo to >/dev/udp/10.43.0.1/7777; echo from >/dev/udp/192.0.2.1/7777");
      assertThat(received(host, iptables)).as("without the rules").isEqualTo(3);
    }
  }

  private static int received(RulesHost host, String iptables) {
    return packets(host.ok(iptables + " -nvxL INPUT"), "ACCEPT");
  }
}
