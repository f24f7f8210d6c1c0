package pqagent.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pqagent.testkit.Command;

/** Installing leads to one state from wherever it starts, and removing leads back. */
final class InstallAndRemoveTest {
  private static final String EACH =
      """
      iptables-nft,    client
      iptables-nft,    server
      iptables-legacy, client
      iptables-legacy, server
      """;

  private static String device(String role) {
    return role.equals("client") ? "pqc0" : "pqs0";
  }

  private static String range(String role) {
    return role.equals("client") ? "10.43.0.0/16" : "10.42.0.0/16";
  }

  @ParameterizedTest
  @CsvSource(textBlock = EACH)
  void shouldLeaveEverythingAsItWas_whenInstalledAndRemoved(String iptables, String role) {
    try (RulesHost host = new RulesHost(iptables)) {
      String before = host.state();

      assertThat(host.script("install.sh", role).status()).isZero();
      assertThat(host.state()).isNotEqualTo(before);
      assertThat(host.script("status.sh", role).status()).isZero();
      assertThat(host.script("remove.sh", role).status()).isZero();

      assertThat(host.state()).isEqualTo(before);
      assertThat(host.script("status.sh", role).status()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @CsvSource(textBlock = EACH)
  void shouldMakeDeviceRoutesAndRules_whenInstalled(String iptables, String role) {
    try (RulesHost host = new RulesHost(iptables)) {
      host.script("install.sh", role, "--user", "nobody");

      int queue = role.equals("client") ? 100 : 200;
      String chain = "PQAGENT-" + role.toUpperCase(Locale.ROOT);
      assertThat(host.ok("ip -d link show " + device(role)))
          .contains("mtu 1416", "tun type tun", "persist on user nobody", "alias pqagent " + role);
      assertThat(host.ok("ip route show " + range(role)))
          .contains("dev " + device(role), "unreachable");
      assertThat(host.rules().lines())
          .contains(
              "-A OUTPUT -j " + chain + "-OUT",
              "-A %s-OUT -o %s -p tcp -j NFQUEUE --queue-num %d"
                  .formatted(chain, device(role), queue),
              "-A %s-OUT -o %s -j NFQUEUE --queue-num %d".formatted(chain, device(role), queue + 1),
              "-A %s-OUT -d %s -j DROP".formatted(chain, range(role)),
              "-A PREROUTING -j " + chain + "-PRE");
    }
  }

  @ParameterizedTest
  @CsvSource({"9000, auto, 8916", "1280, auto, 1196", "600, auto, 576", "1500, 1300, 1300"})
  void shouldTakeItsMtuFromTheInterfaces_unlessItIsSaid(int interfaces, String mtu, int expected) {
    try (RulesHost host = new RulesHost("iptables-nft")) {
      host.ok("ip link set eth0 mtu " + interfaces);

      assertThat(host.script("install.sh", "client", "--mtu", mtu).status()).isZero();

      assertThat(host.ok("ip link show pqc0")).contains("mtu " + expected + " ");
    }
  }

  @ParameterizedTest
  @CsvSource(textBlock = EACH)
  void shouldBalanceOverQueues_whenThereAreMore(String iptables, String role) {
    try (RulesHost host = new RulesHost(iptables)) {
      String said = host.script("install.sh", role, "--queue", "300", "--queues", "4").output();

      assertThat(said).contains("queues 300 to 307");
      String rule =
          "-A PQAGENT-%s-OUT -o %s ".formatted(role.toUpperCase(Locale.ROOT), device(role));
      assertThat(host.rules().lines())
          .contains(
              rule + "-p tcp -j NFQUEUE --queue-balance 300:303",
              rule + "-j NFQUEUE --queue-balance 304:307");
      assertThat(host.script("status.sh", role).output())
          .contains("queues 300:303 and 304:307", "no agent holds it");
    }
  }

  @ParameterizedTest
  @CsvSource(textBlock = EACH)
  void shouldNotChangeAnything_whenInstalledTwice(String iptables, String role) {
    try (RulesHost host = new RulesHost(iptables)) {
      host.script("install.sh", role);
      String once = host.state();

      assertThat(host.script("install.sh", role).status()).isZero();

      assertThat(host.state()).isEqualTo(once);
    }
  }

  @ParameterizedTest
  @CsvSource(textBlock = EACH)
  void shouldConverge_whenInstalledWithOtherOptions(String iptables, String role) {
    String[] other = {
      role, "--interface", "pqx7", "--address=10.99.0.1/24", "--mtu", "1400", "--queue", "700"
    };
    try (RulesHost host = new RulesHost(iptables)) {
      String before = host.state();
      host.script("install.sh", other);
      String direct = indexless(host.state());
      host.script("remove.sh", role);
      host.script("install.sh", role, "--user", "nobody");

      assertThat(host.script("install.sh", other).status()).isZero();
      assertThat(indexless(host.state())).isEqualTo(direct);

      assertThat(host.script("remove.sh", role).status()).isZero();
      assertThat(host.state()).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @CsvSource(textBlock = EACH)
  void shouldHaveOneAddress_whenInstalledWithAnotherRange(String iptables, String role) {
    try (RulesHost host = new RulesHost(iptables)) {
      host.script("install.sh", role);
      host.script("install.sh", role, "--address", "10.99.0.1/24");

      assertThat(host.ok("ip -4 -o addr show dev " + device(role)))
          .contains("10.99.0.1/24")
          .hasLineCount(1);
      assertThat(host.ok("ip route") + host.rules())
          .contains("unreachable 10.99.0.0/24")
          .doesNotContain(range(role));
    }
  }

  @ParameterizedTest
  @CsvSource(textBlock = EACH)
  void shouldMendWhatIsGone_whenInstalledAfterACrash(String iptables, String role) {
    try (RulesHost host = new RulesHost(iptables)) {
      host.script("install.sh", role);
      String whole = indexless(host.state());
      breakIt(host, iptables, role);
      assertThat(host.script("status.sh", role).status()).isEqualTo(3);
      assertThat(host.script("status.sh", role).output()).contains("incomplete", "device");

      assertThat(host.script("install.sh", role).status()).isZero();

      assertThat(indexless(host.state())).isEqualTo(whole);
    }
  }

  @ParameterizedTest
  @CsvSource({"iptables-nft", "iptables-legacy"})
  void shouldChangeTheOwner_whenOnlyTheDeviceIsLeft(String iptables) {
    try (RulesHost host = new RulesHost(iptables)) {
      host.script("install.sh", "client", "--user", "root");
      host.ok(iptables + " -t mangle -F");

      assertThat(host.script("install.sh", "client", "--user", "nobody").status()).isZero();

      assertThat(host.ok("ip -d link show pqc0")).contains("user nobody");
    }
  }

  @ParameterizedTest
  @CsvSource(textBlock = EACH)
  void shouldLeaveEverythingAsItWas_whenRemovedAfterACrash(String iptables, String role) {
    try (RulesHost host = new RulesHost(iptables)) {
      String before = host.state();
      host.script("install.sh", role);
      breakIt(host, iptables, role);

      assertThat(host.script("remove.sh", role).status()).isZero();

      assertThat(host.state()).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @CsvSource(textBlock = EACH)
  void shouldSayThatNothingIsThere_whenRemovedFirst(String iptables, String role) {
    try (RulesHost host = new RulesHost(iptables)) {
      String before = host.state();

      Command.Result removed = host.script("remove.sh", role);

      assertThat(removed.status()).isZero();
      assertThat(removed.output()).isEqualTo(role + " rules: nothing to remove");
      assertThat(host.state()).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @CsvSource({"iptables-nft", "iptables-legacy"})
  void shouldLeaveTheOtherRoleAlone_whenOneIsRemoved(String iptables) {
    try (RulesHost host = new RulesHost(iptables)) {
      host.script("install.sh", "server");
      String server = host.state();
      host.script("install.sh", "client");

      assertThat(host.script("remove.sh", "client").status()).isZero();

      assertThat(host.state()).isEqualTo(server);
      assertThat(host.script("status.sh").output())
          .contains("client: not installed", "server: installed");
    }
  }

  @ParameterizedTest
  @CsvSource({"iptables-nft", "iptables-legacy"})
  void shouldQueueForwardedPackets_whenTheServicesAreOnAnotherHost(String iptables) {
    try (RulesHost host = new RulesHost(iptables)) {
      host.ok("sysctl -qw net.ipv4.ip_forward=1");
      String before = host.state();

      host.script("install.sh", "server", "--host-address", "192.0.2.9");
      assertThat(host.rules().lines())
          .contains(
              "-A FORWARD -j PQAGENT-SERVER-OUT",
              "-A PQAGENT-SERVER-PRE -s 192.0.2.9/32 -d 10.42.0.0/16 -j RETURN");

      host.script("install.sh", "server");
      assertThat(host.rules()).doesNotContain("FORWARD -j", "192.0.2.9");
      host.script("remove.sh", "server");
      assertThat(host.state()).isEqualTo(before);
    }
  }

  /** The device deleted, the routes gone, one jump missing, one chain empty. */
  private static void breakIt(RulesHost host, String iptables, String role) {
    String chain = "PQAGENT-" + role.toUpperCase(Locale.ROOT);
    host.ok("ip link delete " + device(role));
    host.ok("ip route delete unreachable " + range(role));
    host.ok(iptables + " -t mangle -D PREROUTING -j " + chain + "-PRE");
    host.ok(iptables + " -t mangle -F " + chain + "-OUT");
  }

  /** Interface numbers grow with every device made. */
  private static String indexless(String state) {
    return state.replaceAll("(?m)^\\d+: ", "");
  }
}
