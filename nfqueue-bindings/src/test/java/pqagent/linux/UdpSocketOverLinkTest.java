package pqagent.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import pqagent.testkit.Link;
import pqagent.testkit.Namespace;
import pqagent.testkit.TestPackets;

/**
 *
 *
 * <pre>
 *   a 10.9.1.1 ─── 10.9.1.2 b
 * </pre>
 */
class UdpSocketOverLinkTest {
  private static final int PORT = 4000;
  private static final int TARGET = TestPackets.address("10.9.1.2");
  private final Random random = new Random(7);
  private final DatagramBatch out = DatagramBatch.forSending(1 << 20, 300);
  private final DatagramBatch in = DatagramBatch.forReceiving(16);
  private Namespace a;
  private Namespace b;
  private Link link;
  private UdpSocket from;
  private UdpSocket to;

  @BeforeEach
  void open() throws Exception {
    a = Namespace.create("a");
    b = Namespace.create("b");
    link = Link.connect(a, "10.9.1.1/24", b, "10.9.1.2/24");
    from = a.call(() -> UdpSocket.bind(PORT, UdpSocket.Options.ALL));
    to = b.call(() -> UdpSocket.bind(PORT, UdpSocket.Options.ALL));
  }

  @AfterEach
  void close() {
    from.close();
    to.close();
    a.close();
    b.close();
    out.close();
    in.close();
  }

  @Test
  void shouldArriveByteExact_whenSizesAreMixed() {
    List<ByteBuffer> sent = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      sent.add(append(i % 50 == 49 ? 1 + random.nextInt(4000) : 1232));
    }
    assertThat(from.send(out)).isEqualTo(200);
    assertThat(Received.all(to, in, 200)).containsExactlyInAnyOrderElementsOf(sent);
  }

  @Test
  void shouldComeInGroups_whenReceiverTakesThem() {
    for (int i = 0; i < 44; i++) {
      append(1232);
    }
    assertThat(from.send(out)).isEqualTo(44);
    assertThat(Received.all(to, in, 44)).hasSize(44);
    assertThat(in.offsets()[43]).as("all in the first message").isEqualTo(43 * 1232);
  }

  @Test
  void shouldFallBackToSingleDatagrams_whenASegmentExceedsTheMtu() {
    link.setMtu(600);
    List<ByteBuffer> sent = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      sent.add(append(i < 90 ? 1232 : 500));
    }
    assertThat(from.send(out)).isEqualTo(100);
    assertThat(from.refusedMessages()).as("messages of 44, 44 and 2").isEqualTo(3);
    assertThat(Received.all(to, in, 100)).containsExactlyInAnyOrderElementsOf(sent);
  }

  @Test
  void shouldTellThePathMtu_asTheKernelKnowsIt() throws Exception {
    assertThat(a.call(() -> UdpSocket.pathMtu(TARGET, PORT))).hasValue(1500);
    link.setMtu(1400);
    assertThat(a.call(() -> UdpSocket.pathMtu(TARGET, PORT))).hasValue(1400);
    a.exec("ip", "route", "add", "203.0.113.0/24", "via", "10.9.1.2", "mtu", "1280");
    int routed = TestPackets.address("203.0.113.1");
    assertThat(a.call(() -> UdpSocket.pathMtu(routed, PORT))).hasValue(1280);
    int nowhere = TestPackets.address("198.51.100.1");
    assertThat(a.call(() -> UdpSocket.pathMtu(nowhere, PORT))).isEmpty();
  }

  @Test
  void shouldForbidFragmenting_whateverTheSystemsDefault() throws Exception {
    a.exec("sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_no_pmtu_disc");
    b.exec(
        "iptables -t raw -A PREROUTING -p udp -m u32 --u32 4&0x4000=0x4000 -j ACCEPT".split(" "));
    try (UdpSocket plain = a.call(() -> UdpSocket.bind(0, UdpSocket.Options.ALL))) {
      assertThat(plain.sendTo(new byte[1472], TARGET, PORT)).isTrue();
      assertThat(to.receive(in)).isOne();
    }
    assertThat(b.exec("iptables", "-t", "raw", "-vnxL", "PREROUTING"))
        .containsPattern("(?m)^ +1 +1500 ACCEPT");
  }

  @Test
  void shouldLoseOnlyThatMessage_whenAFirewallForbidsIt() {
    a.exec("iptables", "-A", "OUTPUT", "-p", "udp", "--dport", "4001", "-j", "DROP");
    List<ByteBuffer> sent = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      sent.add(append(200));
      out.append(200, TARGET, PORT + 1);
    }
    assertThat(from.send(out)).isEqualTo(10);
    assertThat(Received.all(to, in, 10)).containsExactlyInAnyOrderElementsOf(sent);
  }

  @Test
  void shouldLoseOnlyThatMessage_whenThereIsNoRoute() {
    List<ByteBuffer> sent = List.of(append(200));
    out.append(200, TestPackets.address("198.51.100.1"), PORT);
    assertThat(from.send(out)).isOne();
    assertThat(from.sendTo(new byte[1], TestPackets.address("198.51.100.1"), PORT)).isFalse();
    assertThat(Received.all(to, in, 1)).isEqualTo(sent);
  }

  @Test
  void shouldGiveUpInTheEnd_whenTheDeviceIsTooSlow() {
    a.exec(
        "tc", "qdisc", "add", "dev", "eth0", "root", "tbf", "rate", "1mbit", "burst", "100kb",
        "limit", "100mb");
    for (int i = 0; i < 300; i++) {
      append(1232);
    }
    int taken = 0;
    int rounds = 0;
    while (taken == rounds * out.size()) {
      taken += from.send(out);
      rounds++;
      assertThat(rounds).as("the socket's buffer has an end").isLessThan(1000);
    }
    a.exec("tc", "qdisc", "delete", "dev", "eth0", "root");
    while (to.receive(in) > 0) {}
    out.clear();
    List<ByteBuffer> sent = List.of(append(7), append(8));
    assertThat(from.send(out)).isEqualTo(2);
    assertThat(Received.all(to, in, 2)).containsExactlyInAnyOrderElementsOf(sent);
  }

  private ByteBuffer append(int bytes) {
    byte[] content = new byte[bytes];
    random.nextBytes(content);
    out.buffer().put(out.append(bytes, TARGET, PORT), content);
    return ByteBuffer.wrap(content);
  }
}
