package pqagent.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MetricsServerTest {
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final AgentMetrics metrics = new AgentMetrics(AgentRole.SERVER);
  private final AtomicReference<Optional<String>> missing = new AtomicReference<>(Optional.empty());
  private final HttpClient http = HttpClient.newHttpClient();
  private MetricsServer server;

  @BeforeEach
  void start() throws IOException {
    server = MetricsServer.start(ANY_PORT, metrics, missing::get);
  }

  @AfterEach
  void stop() {
    http.close();
    server.close();
    metrics.close();
  }

  @Test
  void shouldShowWhatWasCounted_whenScraped() throws Exception {
    metrics.dropped(Direction.IN, DropReason.FORGED, 7);

    HttpResponse<String> response = get("/metrics");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/plain; version=0.0.4");
    assertThat(response.body())
        .contains("pqagent_dropped_packets_total{direction=\"in\",reason=\"forged\"} 7.0\n");
  }

  @Test
  void shouldSpeakOpenMetrics_whenAskedFor() throws Exception {
    HttpRequest request =
        request("/metrics").header("Accept", "application/openmetrics-text; version=1.0.0").build();

    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());

    assertThat(response.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/openmetrics-text");
    assertThat(response.body()).endsWith("# EOF\n");
  }

  @Test
  void shouldSayWhatIsMissing_whenNotReady() throws Exception {
    missing.set(Optional.of("queue 200 is not bound"));
    assertThat(get("/-/ready"))
        .returns(503, HttpResponse::statusCode)
        .returns("not ready: queue 200 is not bound\n", HttpResponse::body);
    assertThat(get("/-/healthy")).returns(200, HttpResponse::statusCode);

    missing.set(Optional.empty());
    assertThat(get("/-/ready")).returns(200, HttpResponse::statusCode);
  }

  @Test
  void shouldLinkToTheMetrics_onTheFirstPage() throws Exception {
    assertThat(get("/").body()).contains("pqagent, server", "href=\"/metrics\"");
  }

  @Test
  void shouldRefuse_whatIsNotThere() throws Exception {
    assertThat(get("/metrics/x")).returns(404, HttpResponse::statusCode);
    assertThat(get("/-/quit")).returns(404, HttpResponse::statusCode);
    HttpRequest post = request("/metrics").POST(BodyPublishers.ofString("x")).build();
    assertThat(http.send(post, BodyHandlers.ofString())).returns(405, HttpResponse::statusCode);
  }

  @Test
  void shouldAnswerHeadWithoutBody() throws Exception {
    HttpRequest head = request("/-/ready").HEAD().build();
    assertThat(http.send(head, BodyHandlers.ofString()))
        .returns(200, HttpResponse::statusCode)
        .returns("", HttpResponse::body);
  }

  @Test
  void shouldNameTheAddressAndTheRemedy_whenThePortIsTaken() {
    assertThatThrownBy(() -> MetricsServer.start(server.address(), metrics, Optional::empty))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "cannot serve metrics on 127.0.0.1:%d: Address already in use;"
                + " choose another by --metrics ADDRESS:PORT, or off",
            server.address().getPort());
  }

  @Test
  void shouldNameTheAddressAndTheRemedy_whenTheHostIsUnknown() {
    InetSocketAddress nowhere = InetSocketAddress.createUnresolved("nowhere.invalid", 9742);
    assertThatThrownBy(() -> MetricsServer.start(nowhere, metrics, Optional::empty))
        .hasMessageStartingWith("cannot serve metrics on nowhere.invalid:9742: unknown host;");
  }

  @Test
  void shouldServeOthers_whenReadersStall() throws Exception {
    List<Socket> stalled = new ArrayList<>();
    try {
      for (int i = 0; i < 24; i++) {
        Socket socket = new Socket(server.address().getAddress(), server.address().getPort());
        socket.getOutputStream().write("GET /metrics HT".getBytes(StandardCharsets.US_ASCII));
        stalled.add(socket);
      }
      assertThat(get("/metrics")).returns(200, HttpResponse::statusCode);
    } finally {
      for (Socket socket : stalled) {
        socket.close();
      }
    }
  }

  @Test
  void shouldCloseConnections_beyondItsBound() throws Exception {
    List<Socket> connections = new ArrayList<>();
    try {
      for (int i = 0; i < 40; i++) {
        Socket socket = new Socket(server.address().getAddress(), server.address().getPort());
        socket.setSoTimeout(10);
        connections.add(socket);
      }
      await()
          .untilAsserted(
              () ->
                  assertThat(connections)
                      .filteredOn(MetricsServerTest::isClosedByServer)
                      .hasSize(8));
    } finally {
      for (Socket socket : connections) {
        socket.close();
      }
    }
  }

  private static boolean isClosedByServer(Socket socket) {
    try {
      return socket.getInputStream().read() == -1;
    } catch (SocketTimeoutException open) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }

  private HttpResponse<String> get(String path) throws Exception {
    return http.send(request(path).build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    InetSocketAddress address = server.address();
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address.getPort() + path));
  }
}
