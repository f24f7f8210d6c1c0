package pqagent.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static pqagent.packet.Packets.CLIENT;
import static pqagent.packet.Packets.CLIENT_AT_SERVER;
import static pqagent.packet.Packets.SERVER;
import static pqagent.packet.Packets.SERVER_AT_CLIENT;

import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What two kernels make of packets that were cut here and joined there.
 *
 * <pre>
 *   client                              server
 *   pqt0 10.43.0.1/16 ── queue, cut,    pqt0 10.42.0.1/16
 *   server is 10.43.7.9   translate,    client is 10.42.254.4
 *                         join ──────▶
 *                       and back ◀──
 * </pre>
 */
class PacketsThroughTwoKernelsTest {
  private static final int PORT = 4000;

  private PacketHost client;
  private PacketHost server;

  @BeforeEach
  void open() throws Exception {
    client = new PacketHost("client", "10.43.0.1/16", CLIENT);
    server = new PacketHost("server", "10.42.0.1/16", SERVER);
    client.carryTo(server, CLIENT_AT_SERVER);
    server.carryTo(client, SERVER_AT_CLIENT);
  }

  @AfterEach
  void close() throws Exception {
    client.close();
    server.close();
  }

  @Test
  void shouldCarryTcpBothWays_inSuperPackets() throws Exception {
    byte[] content = Packets.data(4_000_000, 1);
    try (ServerSocket listening = server.namespace.call(() -> new ServerSocket(PORT))) {
      FutureTask<byte[]> uploaded =
          server.namespace.start(
              () -> {
                try (Socket socket = listening.accept();
                    OutputStream out = socket.getOutputStream()) {
                  byte[] read = socket.getInputStream().readNBytes(content.length);
                  out.write(read);
                  return read;
                }
              });
      byte[] echoed =
          client.namespace.call(
              () -> {
                try (Socket socket = new Socket()) {
                  socket.connect(new InetSocketAddress("10.43.7.9", PORT), 20_000);
                  socket.setSoTimeout(60_000);
                  socket.getOutputStream().write(content);
                  return socket.getInputStream().readNBytes(content.length);
                }
              });
      assertThat(Arrays.equals(uploaded.get(), content)).isTrue();
      assertThat(Arrays.equals(echoed, content)).isTrue();
    }
    for (PacketHost host : new PacketHost[] {client, server}) {
      assertThat(host.refused).hasValue(0);
      assertThat(host.innerPackets).hasValueGreaterThan(content.length / 1200);
      assertThat(host.writes.get()).isLessThan(host.innerPackets.get() / 2);
    }
  }

  @Test
  void shouldCarryDatagrams_largeOnesInFragments() throws Exception {
    try (DatagramSocket listening = server.namespace.call(() -> new DatagramSocket(PORT));
        DatagramSocket asking = client.namespace.call(() -> new DatagramSocket())) {
      asking.setSoTimeout(20_000);
      listening.setSoTimeout(20_000);
      asking.connect(new InetSocketAddress("10.43.7.9", PORT));
      for (int bytes : new int[] {1, 1172, 1173, 5000, 20_000}) {
        byte[] content = Packets.data(bytes, bytes);
        asking.send(new DatagramPacket(content, bytes));
        DatagramPacket seen = received(listening);
        assertThat(seen.getAddress()).isEqualTo(InetAddress.getByName("10.42.254.4"));
        assertThat(contentOf(seen)).isEqualTo(content);
        listening.send(new DatagramPacket(content, bytes, seen.getSocketAddress()));
        assertThat(contentOf(received(asking))).isEqualTo(content);
      }
    }
  }

  @Test
  void shouldReportClosedPort_toTheSocketThatAsked() throws Exception {
    try (DatagramSocket asking = client.namespace.call(() -> new DatagramSocket())) {
      asking.setSoTimeout(20_000);
      asking.connect(new InetSocketAddress("10.43.7.9", PORT));
      asking.send(new DatagramPacket(new byte[9], 9));
      assertThatThrownBy(() -> received(asking)).isInstanceOf(PortUnreachableException.class);
    }
  }

  @Test
  void shouldCarryPing_smallAndLarge() {
    assertThat(client.namespace.exec("ping", "-c", "1", "-W", "20", "10.43.7.9"))
        .contains("1 received");
    assertThat(client.namespace.exec("ping", "-c", "1", "-W", "20", "-s", "3000", "10.43.7.9"))
        .contains("1 received");
  }

  @Test
  void shouldTellSenderTheMtu_whenPacketMustNotBeFragmented() {
    client.namespace.exec("ip", "link", "set", PacketHost.TUN, "mtu", "1500");
    assertThat(
            client
                .namespace
                .attempt("ping", "-c", "1", "-W", "20", "-M", "do", "-s", "1300", "10.43.7.9")
                .output())
        .contains("From 10.43.7.9")
        .contains("mtu = 1200");
    assertThat(client.namespace.exec("ip", "route", "get", "10.43.7.9")).contains("mtu 1200");
  }

  private static DatagramPacket received(DatagramSocket socket) throws Exception {
    DatagramPacket packet = new DatagramPacket(new byte[65536], 65536);
    socket.receive(packet);
    return packet;
  }

  private static byte[] contentOf(DatagramPacket packet) {
    return Arrays.copyOf(packet.getData(), packet.getLength());
  }
}
