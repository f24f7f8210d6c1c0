package pqagent.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pqagent.testkit.Background;
import pqagent.testkit.Namespace;

/** Datagrams of any length and content on every port of ours: counted, and the tunnel goes on. */
class HostileDatagramsIT {
  private static final int DATAGRAMS = 2000;
  private static final int MAX_BYTES = 1472;

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
  void shouldCountThemAndGoOn_whenStrangersSendAnything() throws Exception {
    Background server = hosts.startServer();
    Background client = hosts.startClient();
    hosts.client.exec("ping", "-c1", "-W20", Hosts.PROTECTED);
    send(hosts.client, Hosts.SERVER_ADDRESS, 42424, 1);
    send(hosts.client, Hosts.SERVER_ADDRESS, 42425, 2);
    send(hosts.server, Hosts.CLIENT_ADDRESS, 42423, 3);
    assertThat(hosts.download(Hosts.PROTECTED)).isEqualTo(Hosts.pattern(8 << 20));
    assertThat(server.process().isAlive()).isTrue();
    assertThat(client.process().isAlive()).isTrue();
    assertThat(server.output() + client.output()).doesNotContain("Exception", "ERROR");
    assertThat(counted(hosts.server, 9743, "pqagent_dropped_packets_total")).isPositive();
    assertThat(counted(hosts.server, 9743, "pqagent_handshakes_total")).isPositive();
    assertThat(counted(hosts.server, 9743, "pqagent_key_requests_total")).isPositive();
    assertThat(counted(hosts.client, 9742, "pqagent_dropped_packets_total")).isPositive();
  }

  /** Random bytes behind beginnings that get them as far as possible. */
  private static void send(Namespace from, String address, int port, long seed) throws Exception {
    byte[][] beginnings = {
      {},
      {1, 0},
      {2, 0},
      {3, 0},
      {(byte) 0xf0, 0},
      {(byte) 0xf1, 0},
      {(byte) 0xf2, 0},
      {(byte) 0xf3, 0}
    };
    Random random = new Random(seed);
    from.call(
        () -> {
          try (DatagramSocket socket = new DatagramSocket()) {
            for (int i = 0; i < DATAGRAMS; i++) {
              byte[] bytes = new byte[lengthOf(i, random)];
              random.nextBytes(bytes);
              byte[] beginning = beginnings[i % beginnings.length];
              System.arraycopy(beginning, 0, bytes, 0, Math.min(beginning.length, bytes.length));
              socket.send(
                  new DatagramPacket(bytes, bytes.length, InetAddress.getByName(address), port));
            }
          }
          return null;
        });
  }

  private static int lengthOf(int i, Random random) {
    int[] exact = {0, 1, 2, 55, 56, 57, 144, 1163, 1196, 1299};
    return i % 3 == 0 ? exact[i / 3 % exact.length] : random.nextInt(MAX_BYTES);
  }

  private static double counted(Namespace host, int port, String meter) {
    return host.exec("curl", "-s", "http://127.0.0.1:" + port + "/metrics")
        .lines()
        .filter(line -> line.startsWith(meter + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }
}
