package pqagent.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static pqagent.testkit.TestPackets.TCP_ACK;
import static pqagent.testkit.TestPackets.TCP_PUSH;
import static pqagent.testkit.TestPackets.TCP_SYN;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import pqagent.nfqueue.PacketBatch;
import pqagent.nfqueue.PacketQueue;
import pqagent.nfqueue.Verdict;
import pqagent.testkit.Allocations;
import pqagent.testkit.Namespace;
import pqagent.testkit.TestPackets;

/**
 *
 *
 * <pre>
 *   host: pqt0 10.9.3.1/24 ─── nobody, as whom the test writes: 10.9.3.2
 * </pre>
 */
class TunDeviceTest {
  private static final int HOST = TestPackets.address("10.9.3.1");
  private static final int REMOTE = TestPackets.address("10.9.3.2");
  private static final int PORT = 4000;

  private Namespace host;
  private TunDevice device;
  private TunWriter writer;

  @BeforeEach
  void open() throws Exception {
    host = Namespace.create("tun");
    host.exec("ip", "tuntap", "add", "dev", "pqt0", "mode", "tun");
    host.exec("ip", "address", "add", "10.9.3.1/24", "dev", "pqt0");
    host.exec("ip", "link", "set", "pqt0", "mtu", "1200", "up");
    device = host.call(() -> TunDevice.open("pqt0"));
    writer = new TunWriter(device);
  }

  @AfterEach
  void close() {
    device.close();
    writer.close();
    host.close();
  }

  @Test
  void shouldReachTheSocket_whenThePacketIsComplete() throws Exception {
    try (DatagramSocket socket = host.call(() -> new DatagramSocket(PORT))) {
      VirtioNetHeader.plain(writer.header(), 0);
      assertThat(writer.write(udp("hello"))).isTrue();
      assertThat(receive(socket)).isEqualTo("hello");
    }
  }

  @Test
  void shouldReachTheSocket_whenTheChecksumIsLeftToTheKernel() throws Exception {
    try (DatagramSocket socket = host.call(() -> new DatagramSocket(PORT))) {
      byte[] packet = udp("wrong sum");
      packet[27] ^= 1;
      VirtioNetHeader.plain(writer.header(), 0);
      assertThat(writer.write(packet)).as("taken, and dropped by UDP").isTrue();

      packet = udp("no sum yet");
      ByteBuffer fields = ByteBuffer.wrap(packet);
      fields.putShort(26, TestPackets.unfinishedChecksum(fields, 0));
      VirtioNetHeader.needsChecksum(writer.header(), 0, TestPackets.IP_HEADER_BYTES, 6);
      assertThat(writer.write(packet)).isTrue();
      assertThat(receive(socket)).isEqualTo("no sum yet");
    }
  }

  /** The peer's side of a TCP connection, by hand: the SYN-ACK is read from a queue. */
  @Test
  void shouldReachTheSocketWhole_whenTcpComesAsSuperPacket() throws Exception {
    byte[] content = new byte[50_000];
    new Random(3).nextBytes(content);
    host.exec("iptables", "-A", "OUTPUT", "-o", "pqt0", "-j", "NFQUEUE", "--queue-num", "1");
    try (PacketQueue queue =
            host.call(() -> PacketQueue.open(1, new PacketQueue.Options(true, false, 100)));
        PacketBatch batch = new PacketBatch(8);
        ServerSocket server = host.call(() -> new ServerSocket(PORT))) {
      VirtioNetHeader.plain(writer.header(), 0);
      writer.write(TestPackets.tcp(REMOTE, 9, HOST, PORT, 1000, 0, TCP_SYN, new byte[0]));
      while (queue.receive(batch) == 0) {}
      int serverSequence = batch.buffer().getInt(batch.offset(0) + TestPackets.IP_HEADER_BYTES + 4);
      queue.verdict(batch, Verdict.ACCEPT);
      writer.write(
          TestPackets.tcp(REMOTE, 9, HOST, PORT, 1001, serverSequence + 1, TCP_ACK, new byte[0]));

      byte[] packet =
          TestPackets.tcp(
              REMOTE, 9, HOST, PORT, 1001, serverSequence + 1, TCP_ACK | TCP_PUSH, content);
      ByteBuffer fields = ByteBuffer.wrap(packet);
      fields.putShort(36, TestPackets.unfinishedChecksum(fields, 0));
      VirtioNetHeader.tcp4(writer.header(), 0, 40, TestPackets.IP_HEADER_BYTES, 1160);
      assertThat(writer.write(packet)).isTrue();
      try (Socket socket = server.accept()) {
        socket.setSoTimeout(20_000);
        assertThat(socket.getInputStream().readNBytes(content.length)).isEqualTo(content);
      }
    }
  }

  @Test
  void shouldReachTheSocketCut_whenUdpComesAsSuperPacket() throws Exception {
    assertThat(device.takesUdpSuperPackets()).as("Linux 6.2 or newer").isTrue();
    String[] texts = {"1 of 4", "2 of 4", "3 of 4", "4"};
    try (DatagramSocket socket = host.call(() -> new DatagramSocket(PORT))) {
      byte[] packet = udp(String.join("", texts));
      ByteBuffer fields = ByteBuffer.wrap(packet);
      fields.putShort(26, TestPackets.unfinishedChecksum(fields, 0));
      VirtioNetHeader.udp4(writer.header(), 0, 28, TestPackets.IP_HEADER_BYTES, 6);
      assertThat(writer.write(packet)).isTrue();
      for (String text : texts) {
        assertThat(receive(socket)).isEqualTo(text);
      }
    }
  }

  @Test
  void shouldDiscard_whateverTheHostSends() throws Exception {
    String state = "";
    for (int patience = 100; !state.equals("down"); patience--) {
      assertThat(patience).as("the kernel sees that the carrier is gone").isPositive();
      state = host.exec("sh", "-c", "sleep 0.1; cat /sys/class/net/pqt0/operstate");
    }
    try (DatagramSocket socket = host.call(() -> new DatagramSocket(PORT))) {
      for (int i = 0; i < 1000; i++) {
        socket.send(to(new byte[1000]));
      }
    }
    assertThat(Integer.parseInt(host.exec("cat", "/sys/class/net/pqt0/statistics/tx_dropped")))
        .as("none of them waits to be read from the device")
        .isGreaterThanOrEqualTo(1000);
  }

  /** Behind the usual firewall a reply comes in only if conntrack saw its request leave. */
  @Test
  void shouldPassTheFirewallAsReply_whenTheRequestEndedInTheSink() throws Exception {
    host.exec(
        "iptables", "-A", "INPUT", "-m", "conntrack", "--ctstate", "ESTABLISHED", "-j", "ACCEPT");
    host.exec("iptables", "-P", "INPUT", "DROP");
    try (DatagramSocket socket = host.call(() -> new DatagramSocket(PORT))) {
      VirtioNetHeader.plain(writer.header(), 0);
      assertThat(writer.write(udp("unasked"))).isTrue();
      socket.send(to("request".getBytes(StandardCharsets.UTF_8)));
      assertThat(writer.write(udp("reply"))).isTrue();
      assertThat(receive(socket)).isEqualTo("reply");
    }
  }

  @Test
  void shouldReturnFalse_whenTheKernelRefusesAPacket() {
    VirtioNetHeader.plain(writer.header(), 0);
    byte[] neither4Nor6 = udp("x");
    neither4Nor6[0] = 0x15;
    assertThat(writer.write(neither4Nor6)).isFalse();
    host.exec("ip", "link", "set", "pqt0", "down");
    assertThat(writer.write(udp("nobody is up"))).isFalse();
  }

  @Test
  void shouldThrow_whenClosed() {
    device.close();
    device.close();
    assertThatIllegalStateException().isThrownBy(() -> writer.write(udp("x")));
  }

  @Test
  void shouldAllocateNothing_whenSteady() {
    writer.write(udp("x"));
    double bytes = Allocations.bytesPerStep(5000, step -> writer.write(29));
    assertThat(bytes).isLessThan(1);
  }

  private static byte[] udp(String text) {
    return TestPackets.udp(REMOTE, PORT, HOST, PORT, text.getBytes(StandardCharsets.UTF_8));
  }

  private static DatagramPacket to(byte[] payload) throws Exception {
    return new DatagramPacket(payload, payload.length, InetAddress.getByName("10.9.3.2"), PORT);
  }

  private static String receive(DatagramSocket socket) throws Exception {
    DatagramPacket packet = new DatagramPacket(new byte[100], 100);
    socket.setSoTimeout(20_000);
    socket.receive(packet);
    return new String(Arrays.copyOf(packet.getData(), packet.getLength()), StandardCharsets.UTF_8);
  }
}
