package pqagent.bench.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With real namespaces: as root, with iperf3 and ethtool. */
class TopologyTest {
  private static final int NUMBER = 99;

  @Test
  void shouldCarryRealFrames_whenOffloadsAreOff_andSuperPacketsWhenOn() {
    try (Topology hosts = Topology.make(NUMBER)) {
      Iperf3 iperf3 = new Iperf3(hosts);

      hosts.setOffloads(false);
      LinkCount before = hosts.linkCount();
      assertThat(iperf3.tcp(Topology.SERVER_ADDRESS, 1, List.of()).bytes()).isPositive();
      assertThat(hosts.linkCount().meanBytesSince(before))
          .isBetween(1000.0, (double) LinkCount.MAX_FRAME_BYTES);

      hosts.setOffloads(true);
      before = hosts.linkCount();
      assertThat(iperf3.tcp(Topology.SERVER_ADDRESS, 1, List.of("-R")).bytes()).isPositive();
      assertThat(hosts.linkCount().meanBytesSince(before)).isGreaterThan(LinkCount.MAX_FRAME_BYTES);
    }
  }

  @Test
  void shouldUseThatCongestionControl_whenItIsSet() throws IOException {
    Path allowed = Path.of(CongestionControl.ALLOWED);
    String before = Files.readString(allowed);
    try (Topology hosts = Topology.make(NUMBER)) {
      for (String name : List.of("reno", "cubic")) {
        hosts.setCongestionControl(name);
        assertThat(hosts.run(hosts.server(), "cat", CongestionControl.FILE)).contains(name);
        assertThat(hosts.run(hosts.client(), "cat", CongestionControl.FILE)).contains(name);
        assertThat(allowed).hasContent(before);
      }
    }
  }

  @Test
  void shouldSendDatagramsAtARate() {
    try (Topology hosts = Topology.make(NUMBER)) {
      Iperf3Report.Datagrams datagrams =
          new Iperf3(hosts).udp(Topology.SERVER_ADDRESS, 1, 64, 1000);

      assertThat(datagrams.sent()).isBetween(500L, 1100L);
    }
  }

  @Test
  void shouldLeaveNothing_whenClosed() {
    Topology hosts = Topology.make(NUMBER);
    Path directory = hosts.directory();
    Service service = hosts.start(hosts.client(), "it", List.of("sh", "-c", "echo up; sleep 600"));
    service.awaitLog("up");
    assertThat(Ping.medianMicros(hosts, Topology.SERVER_ADDRESS, 10)).isPositive();
    assertThat(Shell.run("ip", "netns")).contains(hosts.client(), hosts.server());

    hosts.close();

    assertThat(Shell.run("ip", "netns")).doesNotContain(hosts.client(), hosts.server());
    assertThat(directory).doesNotExist();
    assertThat(Files.exists(Path.of("/etc/netns", hosts.client()))).isFalse();
    assertThatThrownBy(() -> service.usage().residentBytes()).isInstanceOf(NetworkException.class);
    assertThatThrownBy(() -> hosts.run(hosts.client(), "true")).hasMessage("interrupted");
  }
}
