package pqagent.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pqagent.testkit.Background;

/** What the unit starts, as the unit's user with its one capability. */
final class RunServiceIT {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final long CAP_NET_ADMIN = 1L << 12;

  private ServiceHost host;

  @BeforeEach
  void open() throws InterruptedException {
    host = new ServiceHost();
    host.shell("for t in iptables ip6tables; do $t -t mangle -A INPUT -j ACCEPT; done");
  }

  @AfterEach
  void close() {
    host.close();
  }

  @ParameterizedTest
  @CsvSource({"client, 9742", "server, 9743"})
  void shouldBecomeReadyAndLeaveNothing_whenStartedAndStopped(String role, int metricsPort)
      throws InterruptedException {
    host.install(role);
    if (role.equals("server")) {
      makeKeys();
    }
    UnitFile unit = host.unit(role);
    String before = host.rules();

    assertThat(host.runAsRoot(unit, "ExecStartPre", Map.of()).status()).isZero();
    try (Background agent = host.start(unit)) {
      await().atMost(LIMIT).until(() -> !agent.process().isAlive() || isReady(metricsPort));
      assertThat(agent.process().isAlive()).as(agent.output()).isTrue();
      assertPrivileges(agent.process().pid());
      assertThat(host.shell("curl -s http://127.0.0.1:" + metricsPort + "/metrics").output())
          .contains("pqagent_nfqueue_depth");
      agent.process().destroy();
      assertThat(agent.awaitExit(LIMIT)).as(agent.output()).isIn(0, 143);
    }
    Map<String, String> stop = Map.of("SERVICE_RESULT", "success", "EXIT_STATUS", "0");
    assertThat(host.runAsRoot(unit, "ExecStopPost", stop).status()).isZero();
    assertThat(host.rules()).isEqualTo(before);
  }

  @Test
  void shouldEndWithOneLine_whenAnOptionIsWrong() throws InterruptedException {
    host.install("client");
    UnitFile unit = host.unit("client");
    host.runAsRoot(unit, "ExecStartPre", Map.of());
    host.shell("echo 'PQAGENT_OPTS=--colour=red' >/etc/default/pqagent-client");

    try (Background agent = host.start(unit)) {
      assertThat(agent.awaitExit(LIMIT)).isEqualTo(2);
      assertThat(agent.output()).contains("--colour");
    }
  }

  private void makeKeys() {
    assertThat(
            host.shell(
                "pqagent keygen --keys /etc/pqagent/keys && chown -R pqagent: /etc/pqagent/keys"))
        .extracting("status")
        .isEqualTo(0);
  }

  private boolean isReady(int port) {
    return host.shell(
            "curl -s -o /dev/null -w '%{http_code}' http://127.0.0.1:" + port + "/-/ready")
        .output()
        .equals("200");
  }

  private void assertPrivileges(long pid) {
    String status = host.shell("cat /proc/" + pid + "/status").output();
    String user = host.shell("id -u pqagent").output();
    assertThat(status)
        .containsPattern("Uid:\\s+%s\\s+%s\\s+%s\\s+%s".formatted(user, user, user, user))
        .containsPattern("CapEff:\\s+%016x".formatted(CAP_NET_ADMIN))
        .containsPattern("CapBnd:\\s+%016x".formatted(CAP_NET_ADMIN))
        .containsPattern("NoNewPrivs:\\s+1");
  }
}
