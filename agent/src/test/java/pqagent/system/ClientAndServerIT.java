package pqagent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import pqagent.testkit.Background;
import pqagent.testkit.Namespace;
import pqagent.testkit.Task;

/** The main job: from a DNS reply to an encrypted tunnel. */
class ClientAndServerIT {
  private static final Set<String> PUMP_THREADS =
      Set.of("pumps", "inbound", "outbound-other", "outbound-tcp");
  private static final Duration WARM_UP_LIMIT = Duration.ofSeconds(60);

  @TempDir private Path directory;
  private Hosts hosts;

  @BeforeEach
  void setUp() throws Exception {
    hosts = new Hosts(directory);
  }

  @AfterEach
  void tearDown() throws Exception {
    hosts.close();
  }

  @Test
  void shouldReachTheServerOnlyThroughTheTunnel_whenItsNameHasAPq1Label() throws Exception {
    Counter clear = Counter.ofTcpAndIcmp(hosts.server, "eth0");
    hosts.startServer();
    hosts.startClient();
    assertThat(hosts.resolve(Hosts.PROTECTED)).startsWith("10.43.");
    assertThat(hosts.client.exec("ping", "-c3", "-i0.2", "-W5", Hosts.PROTECTED))
        .contains(" 0% packet loss");
    assertThat(hosts.download(Hosts.PROTECTED)).isEqualTo(Hosts.pattern(8 << 20));
    assertThat(clear.packets()).isZero();
    assertThat(hosts.client.exec(Program.command("status", "--state-dir", hosts.state("client"))))
        .contains("up")
        .contains("192.0.2.1:42424");
  }

  @Test
  void shouldLeaveAPlainNameAlone_whenTheClientRuns() throws Exception {
    byte[] before = DnsProbe.rawReply(hosts.client, Hosts.SERVER_ADDRESS, Hosts.PLAIN);
    Counter toPlain = Counter.ofDestination(hosts.server, Hosts.PLAIN_ADDRESS);
    hosts.startServer();
    hosts.startClient();
    assertThat(DnsProbe.rawReply(hosts.client, Hosts.SERVER_ADDRESS, Hosts.PLAIN))
        .isEqualTo(before);
    assertThat(toPlain.packets()).isZero();
    assertThat(hosts.resolve(Hosts.PLAIN)).isEqualTo(Hosts.PLAIN_ADDRESS);
    assertThat(hosts.download(Hosts.PLAIN)).isEqualTo(Hosts.pattern(8 << 20));
  }

  @Test
  void shouldResolveAsBeforeAndLeakNothing_whenTheClientIsKilled() throws Exception {
    hosts.startServer();
    Background agent = hosts.startClient();
    String privateAddress = hosts.resolve(Hosts.PROTECTED);
    agent.process().destroyForcibly().waitFor();
    assertThat(hosts.resolve(Hosts.PLAIN)).isEqualTo(Hosts.PLAIN_ADDRESS);
    assertThat(hosts.resolve(Hosts.PROTECTED)).isEqualTo(Hosts.SERVER_ADDRESS);
    hosts.client.exec("ip", "route", "add", "default", "via", Hosts.SERVER_ADDRESS);
    Counter leaked = Counter.ofDestination(hosts.server, "10.43.0.0/16");
    assertThat(hosts.client.attempt("ping", "-c2", "-i0.2", "-W1", privateAddress).status())
        .isNotZero();
    assertThat(leaked.packets()).isZero();
  }

  @Test
  void shouldWorkBehindAFirewall_whenOnlyEstablishedPacketsAreAccepted() throws Exception {
    firewall(hosts.client);
    firewall(
        hosts.server, "-p udp -m multiport --dports 53,42424,42425", "-i pqs0 -p tcp --dport 80");
    hosts.startServer();
    hosts.startClient();
    assertThat(hosts.resolve(Hosts.PROTECTED)).startsWith("10.43.");
    assertThat(hosts.download(Hosts.PROTECTED)).isEqualTo(Hosts.pattern(8 << 20));
  }

  @Test
  void shouldWork_withMoreQueuesAndSockets() throws Exception {
    hosts.startServer("--queues", "3");
    hosts.startClient("--queues", "2");
    assertThat(hosts.download(Hosts.PROTECTED)).isEqualTo(Hosts.pattern(8 << 20));
    assertThat(hosts.client.exec("ping", "-c3", "-i0.2", "-W5", Hosts.PROTECTED))
        .contains(" 0% packet loss");
  }

  static Stream<Arguments> threadsOfProcessors() {
    return Stream.of(
        Arguments.of(1, List.of("pumps")),
        Arguments.of(3, List.of("pumps")),
        Arguments.of(4, List.of("inbound", "outbound-other", "outbound-tcp")));
  }

  private static List<String> pumpThreads(Background agent) throws IOException {
    return Task.of(agent.process().pid()).stream()
        .map(Task::name)
        .filter(PUMP_THREADS::contains)
        .sorted()
        .toList();
  }

  /** Of few processors, pumps share a thread; of more, each has its own, and helpers. */
  @ParameterizedTest
  @MethodSource("threadsOfProcessors")
  void shouldWork_withFewOrManyProcessors(int processors, List<String> threads) throws Exception {
    hosts.pretendProcessors(processors);
    Background server = hosts.startServer();
    Background client = hosts.startClient();
    assertThat(pumpThreads(server)).containsExactlyElementsOf(threads);
    assertThat(pumpThreads(client)).containsExactlyElementsOf(threads);
    assertThat(hosts.download(Hosts.PROTECTED)).isEqualTo(Hosts.pattern(8 << 20));
    assertThat(hosts.client.exec("ping", "-c3", "-i0.2", "-W5", Hosts.PROTECTED))
        .contains(" 0% packet loss");
  }

  @Test
  void shouldHaveCompilersGiveWay_whenWarm() throws Exception {
    Background server = hosts.startServer();
    await()
        .atMost(WARM_UP_LIMIT)
        .untilAsserted(
            () ->
                assertThat(Task.of(server.process().pid()))
                    .filteredOn(Task::compiles)
                    .isNotEmpty()
                    .allMatch(task -> task.nice() > 0));
    assertThat(Task.of(server.process().pid()))
        .filteredOn(task -> !task.compiles())
        .allMatch(task -> task.nice() == 0);
  }

  @Test
  void shouldWork_withoutOffloads() throws Exception {
    hosts.startServer("--offload", "none");
    hosts.startClient("--offload", "none");
    assertThat(hosts.download(Hosts.PROTECTED)).isEqualTo(Hosts.pattern(8 << 20));
  }

  @Test
  void shouldMakeANewTunnelToTheSameAddress_whenTheServerIsRestarted() throws Exception {
    Background first = hosts.startServer();
    hosts.startClient();
    String privateAddress = hosts.resolve(Hosts.PROTECTED);
    hosts.client.exec("ping", "-c1", "-W5", privateAddress);
    first.process().destroy();
    first.awaitExit(Duration.ofSeconds(30));
    hosts.startServer();
    assertThat(hosts.client.exec("ping", "-c30", "-i0.5", "-W1", privateAddress))
        .doesNotContain(" 0 received");
    assertThat(hosts.resolve(Hosts.PROTECTED)).isEqualTo(privateAddress);
    assertThat(hosts.download(privateAddress)).isEqualTo(Hosts.pattern(8 << 20));
  }

  @Test
  void shouldKeepThePrivateAddress_whenTheClientIsRestarted() throws Exception {
    hosts.startServer();
    Background first = hosts.startClient();
    String privateAddress = hosts.resolve(Hosts.PROTECTED);
    first.process().destroy();
    first.awaitExit(Duration.ofSeconds(30));
    hosts.startClient();
    assertThat(hosts.download(privateAddress)).isEqualTo(Hosts.pattern(8 << 20));
  }

  private static void firewall(Namespace host, String... accepted) {
    host.exec("iptables", "-P", "INPUT", "DROP");
    host.exec("iptables", "-A", "INPUT", "-i", "lo", "-j", "ACCEPT");
    host.exec(
        "iptables", "-A", "INPUT", "-m", "conntrack", "--ctstate", "ESTABLISHED", "-j", "ACCEPT");
    for (String rule : accepted) {
      host.exec(("iptables -A INPUT " + rule + " -j ACCEPT").split(" "));
    }
  }
}
