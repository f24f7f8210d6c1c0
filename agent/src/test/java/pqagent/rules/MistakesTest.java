package pqagent.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pqagent.testkit.Command;

/**
 * An operator's mistake is one line that names the thing, exit status 2, and nothing left behind.
 */
final class MistakesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          -                                                  | which role?
          gateway                                            | gateway
          client --colour red                                | --colour
          client --mtu                                       | --mtu
          client --mtu 12                                    | --mtu 12
          client --mtu 1e3                                   | --mtu 1e3
          client --queue 65535                               | --queue 65535
          client --queue 53                                  | --dns-queue 53
          client --queue 08                                  | --queue 08
          client --address 10.43.0.1                         | --address 10.43.0.1
          client --address 10.43.0.256/16                    | --address 10.43.0.256/16
          client --address 10.43.0.1/31                      | --address 10.43.0.1/31
          client --address fd00::1/64                        | --address fd00::1/64
          client --address 192.0.2.77/24                     | 192.0.2.0/24
          client --interface eth0                            | eth0
          client --interface a/b                             | --interface a/b
          client --interface averyverylongname               | averyverylongname
          client --user nosuchuser                           | --user
          client --host-address 192.0.2.9                    | --host-address
          server --dns-queue 54                              | --dns-queue
          server --host-address www.pq.test                  | www.pq.test
          server --host-address 192.0.2.9                    | ip_forward
          """)
  void shouldNameTheThing_whenAnOptionIsWrong(String arguments, String named) {
    try (RulesHost host = new RulesHost("iptables-nft")) {
      String[] words = arguments == null ? new String[0] : arguments.split(" ");
      assertRefused(host, host.state(), host.script("install.sh", words), named);
    }
  }

  /** Installs with what is in a folder in place of the system's tools. */
  private static void assertInstallRefused(Path folder, String named) {
    try (RulesHost host = new RulesHost("iptables-nft")) {
      String before = host.state();
      Command.Result result =
          host.shell("PATH=" + folder + ":$PATH " + RulesHost.path("install.sh") + " client");

      assertRefused(host, before, result, named);
    }
  }

  private static void assertRefused(
      RulesHost host, String before, Command.Result result, String named) {
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.output()).matches("(install|remove|status)\\.sh: .*").contains(named);
    assertThat(host.state()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({
    "ip link add pqc0 type bridge",
    "ip tuntap add dev pqc0 mode tun",
    "ip tuntap add dev pqc0 mode tap user nobody"
  })
  void shouldRefuse_whenTheInterfaceIsNotOurs(String command) {
    try (RulesHost host = new RulesHost("iptables-nft")) {
      host.ok(command);

      assertRefused(
          host, host.state(), host.script("install.sh", "client"), "interface pqc0 exists");
    }
  }

  @Test
  void shouldRefuse_whenTheInterfaceIsTheOtherRoles() {
    try (RulesHost host = new RulesHost("iptables-nft")) {
      host.script("install.sh", "server");

      assertRefused(
          host,
          host.state(),
          host.script("install.sh", "client", "--interface", "pqs0"),
          "interface pqs0 belongs to the other role");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ip addr add 10.43.7.1/24 dev eth0",
    "ip addr add 10.43.255.1/32 dev lo",
    "ip route add 10.0.0.0/8 via 192.0.2.2",
    "ip route add 10.43.9.0/24 via 192.0.2.2 table 77"
  })
  void shouldRefuse_whenTheRangeIsInUse(String command) {
    try (RulesHost host = new RulesHost("iptables-nft")) {
      host.ok(command);

      assertRefused(
          host, host.state(), host.script("install.sh", "client"), "range 10.43.0.0/16 is in use");
    }
  }

  @ParameterizedTest
  @CsvSource({"ip route add 0.0.0.0/1 via 192.0.2.2", "ip route add blackhole 10.0.0.0/8"})
  void shouldInstall_whenTheRangeIsOnlyPartOfTheWayOut(String command) {
    try (RulesHost host = new RulesHost("iptables-nft")) {
      host.ok(command);

      assertThat(host.script("install.sh", "client").status()).isZero();
    }
  }

  @Test
  void shouldRefuse_whenAQueueIsTaken() {
    try (RulesHost host = new RulesHost("iptables-nft")) {
      host.ok("iptables-nft -t mangle -A FORWARD -p icmp -j NFQUEUE --queue-num 101");

      assertRefused(host, host.state(), host.script("install.sh", "client"), "queue 101");
    }
  }

  @Test
  void shouldRefuse_whenRoutesWithoutCarrierDoNotCount() {
    try (RulesHost host = new RulesHost("iptables-nft")) {
      host.ok("sysctl -qw net.ipv4.conf.all.ignore_routes_with_linkdown=1");

      assertRefused(
          host,
          host.state(),
          host.script("install.sh", "client"),
          "net.ipv4.conf.all.ignore_routes_with_linkdown=0");
    }
  }

  @ParameterizedTest
  @CsvSource({"install.sh", "remove.sh", "status.sh"})
  void shouldRefuse_whenNotRoot(String script) {
    try (RulesHost host = new RulesHost("iptables-nft")) {
      String before = host.state();
      Command.Result result =
          host.shell("setpriv --reuid nobody --clear-groups " + RulesHost.path(script) + " client");

      assertRefused(host, before, result, "needs root");
    }
  }

  @Test
  void shouldRefuse_whenThereIsNoIptables() {
    try (RulesHost host = new RulesHost("iptables-nft")) {
      assertRefused(
          host,
          host.state(),
          host.scriptWith("iptables-none", "install.sh", "client"),
          "iptables-none");
    }
  }

  @Test
  void shouldRefuse_whenTheKernelHasNoQueueTarget(@TempDir Path folder) throws IOException {
    Path iptables = wrapper(folder, "iptables", "exec iptables-nft \"$@\"");
    wrapper(
        folder, "iptables-restore", "sed s/NFQUEUE/NFQUOUE/ | exec iptables-nft-restore \"$@\"");
    try (RulesHost host = new RulesHost("iptables-nft")) {
      assertRefused(
          host,
          host.state(),
          host.scriptWith(iptables.toString(), "install.sh", "client"),
          "NFQUEUE target");
    }
  }

  @Test
  void shouldTakeEverythingAway_whenALaterStepFails(@TempDir Path folder) throws IOException {
    wrapper(
        folder,
        "ip",
        "case \"$*\" in *'link set dev pqc0 up') echo refused >&2; exit 1;; esac; exec "
            + "/sbin/ip \"$@\"");
    assertInstallRefused(folder, "refused");
  }

  @Test
  void shouldNameTheStepAndTakeEverythingAway_whenOneOfABatchFails(@TempDir Path folder)
      throws IOException {
    wrapper(
        folder,
        "ip",
        "case \"$*\" in *-batch*) sed 's/mtu .*/mtu 99999/' | exec /sbin/ip \"$@\";; *) exec "
            + "/sbin/ip \"$@\";; esac");
    assertInstallRefused(folder, "'ip link set dev pqc0 multicast off");
  }

  @Test
  void shouldGoOnWithANote_whenIpv6IsUnusable(@TempDir Path folder) throws IOException {
    Path iptables = wrapper(folder, "iptables", "exec iptables-nft \"$@\"");
    wrapper(folder, "iptables-restore", "exec iptables-nft-restore \"$@\"");
    try (RulesHost host = new RulesHost("iptables-nft")) {
      Command.Result result = host.scriptWith(iptables.toString(), "install.sh", "client");

      assertThat(result.status()).isZero();
      assertThat(result.output()).contains("note", "IPv6").hasLineCount(2);
      assertThat(host.script("status.sh", "client").status()).isZero();
    }
  }

  private static Path wrapper(Path folder, String name, String body) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + body + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
