package pqagent.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MetricsServerIT {
  @Test
  void shouldServeAgain_whenStalledReadersHadTakenEveryConnection() throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    List<Socket> stalled = new ArrayList<>();
    try (AgentMetrics metrics = new AgentMetrics(AgentRole.CLIENT);
        MetricsServer server =
            MetricsServer.start(new InetSocketAddress(loopback, 0), metrics, Optional::empty)) {
      for (int i = 0; i < 32; i++) {
        Socket socket = new Socket(loopback, server.address().getPort());
        socket.getOutputStream().write("GET /metrics HT".getBytes(StandardCharsets.US_ASCII));
        stalled.add(socket);
      }
      assertThat(firstLine(server)).as("while every connection is taken").isEmpty();
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(firstLine(server)).startsWith("HTTP/1.1 200 OK\r\n"));
    } finally {
      for (Socket socket : stalled) {
        socket.close();
      }
    }
  }

  /** What comes back for one request; nothing when the connection is refused by closing it. */
  private static String firstLine(MetricsServer server) {
    try (Socket socket = new Socket(server.address().getAddress(), server.address().getPort())) {
      socket.setSoTimeout(1000);
      socket
          .getOutputStream()
          .write(
              "GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readNBytes(17), StandardCharsets.US_ASCII);
    } catch (IOException closed) {
      return "";
    }
  }
}
