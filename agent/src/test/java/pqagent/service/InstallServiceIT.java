package pqagent.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pqagent.testkit.Command;

/** install-service and uninstall-service, and the rules around the agent. */
final class InstallServiceIT {
  private static final Path CHECKOUT = ServiceHost.DIST.resolve("../../../..").normalize();

  private ServiceHost host;

  @BeforeEach
  void open() throws InterruptedException {
    host = new ServiceHost();
    // The kernel's empty tables, which no variant of iptables can delete.
    host.shell("for t in iptables ip6tables; do $t -t mangle -A INPUT -j ACCEPT; done");
  }

  @AfterEach
  void close() {
    host.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"client", "server"})
  void shouldLeaveNothing_whenInstalledTwiceAndUninstalled(String role) {
    String before = host.state();

    assertThat(host.install(role).status()).isZero();
    String once = host.state();
    Command.Result again = host.install(role);
    assertThat(again.status()).isZero();
    assertThat(again.output()).contains("/usr/local/lib/pqagent", "pqagent-" + role);
    assertThat(host.state()).isEqualTo(once).isNotEqualTo(before);

    assertThat(host.shell("pqagent uninstall-service " + role).status()).isZero();
    assertThat(host.state()).isEqualTo(before);
  }

  @Test
  void shouldKeepProgramAndKeys_whenTheyAreStillNeeded() {
    host.install("client");
    host.install("server");
    host.shell("install -d -o pqagent -m 700 /etc/pqagent/keys; touch /var/lib/pqagent/cache");

    host.shell("pqagent uninstall-service client");
    assertThat(host.shell("ls /usr/local/bin/pqagent").status()).isZero();
    Command.Result last = host.shell("pqagent uninstall-service server");

    assertThat(last.output()).contains("left: /var/lib/pqagent, /etc/pqagent, and the user");
    assertThat(host.shell("ls -d /etc/pqagent/keys /var/lib/pqagent/cache").status()).isZero();
    assertThat(host.shell("ls /usr/local/lib/pqagent /usr/local/bin/pqagent").status()).isNotZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"client", "server"})
  void shouldPassSystemdsOwnCheck_whenInstalled(String role) {
    host.install(role);

    assertThat(
            host.shell("systemd-analyze verify /etc/systemd/system/pqagent-" + role + ".service"))
        .isEqualTo(new Command.Result(0, ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"client", "server"})
  void shouldTakeTheRulesAway_whenTheAgentStops(String role) {
    host.install(role);
    UnitFile unit = host.unit(role);
    String before = host.state();

    assertThat(host.runAsRoot(unit, "ExecStartPre", Map.of()).status()).isZero();
    assertThat(host.shell("ip -d link show type tun").output()).contains("user pqagent");

    Map<String, String> crash = Map.of("SERVICE_RESULT", "signal", "EXIT_STATUS", "KILL");
    assertThat(host.runAsRoot(unit, "ExecStopPost", crash).status()).isZero();
    assertThat(host.state()).as("after a crash").isNotEqualTo(before);
    assertThat(host.runAsRoot(unit, "ExecStartPre", Map.of()).status()).isZero();

    Map<String, String> stop = Map.of("SERVICE_RESULT", "success", "EXIT_STATUS", "143");
    assertThat(host.runAsRoot(unit, "ExecStopPost", stop).status()).isZero();
    assertThat(host.state()).isEqualTo(before);
  }

  @Test
  void shouldTakeTheRulesAway_whenTheAgentRefusesToStart() {
    host.install("server");
    UnitFile unit = host.unit("server");
    String before = host.state();
    host.runAsRoot(unit, "ExecStartPre", Map.of());

    Map<String, String> mistake = Map.of("SERVICE_RESULT", "exit-code", "EXIT_STATUS", "2");
    assertThat(host.runAsRoot(unit, "ExecStopPost", mistake).status()).isZero();

    assertThat(host.state()).isEqualTo(before);
  }

  @Test
  void shouldUseTheDefaultsFile_whenRulesAreInstalled() {
    host.install("client");
    host.shell(
        "echo 'PQAGENT_OPTS=\"--interface pqz3 --metrics off --queue 900\"' >/etc/default/pqagent-client");
    UnitFile unit = host.unit("client");

    assertThat(host.runAsRoot(unit, "ExecStartPre", Map.of()).output())
        .contains("pqz3", "queues 900 and 901");
    host.install("client");
    assertThat(host.shell("cat /etc/default/pqagent-client").output()).contains("pqz3");
  }

  @Test
  void shouldStartFast_whenInstalledByTheLauncher() {
    assertThat(host.shell(CHECKOUT + "/pqagent install-service client").status()).isZero();

    // With AOTMode=on, Java ends with 1 when it cannot use the cache.
    Command.Result refused = host.shell("JAVA_TOOL_OPTIONS=-XX:AOTMode=on pqagent client --colour");
    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.output()).contains("--colour").hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "gateway", "client server"})
  void shouldSayWhatIsWrong_whenTheRoleIs(String roles) {
    String before = host.state();

    Command.Result result = host.shell(ServiceHost.DIST + "/install-service /usr " + roles);

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.output()).contains("client or server").hasLineCount(1);
    assertThat(host.state()).isEqualTo(before);
  }

  @Test
  void shouldSayWhatIsWrong_whenNothingIsInstalled() {
    Command.Result result = host.shell(ServiceHost.DIST + "/uninstall-service client");

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.output()).contains("not installed").hasLineCount(1);
  }
}
