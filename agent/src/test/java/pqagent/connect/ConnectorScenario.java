package pqagent.connect;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import pqagent.peer.Connection;
import pqagent.peer.Peer;

/** A client and a server over real sockets: connector against key server and responder. */
abstract class ConnectorScenario {
  static final long SECOND = 1_000_000_000L;

  @TempDir Path state;
  final TestServer server = new TestServer();
  TestClient client;

  @BeforeEach
  void start() {
    client = new TestClient(state);
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  /** Data went out, nothing came back for so many seconds, and the timer fires. */
  void silence(Peer peer, long seconds) {
    peer.sentData(client.nanoTime());
    client.skip(seconds * SECOND);
    client.maintain();
  }

  void awaitConfirmed(Peer peer) {
    waiting().until(() -> TestClient.isConfirmed(peer));
  }

  void awaitUnreachable(Peer peer) {
    waiting().until(() -> peer.connection() instanceof Connection.Unreachable);
  }

  double handshakes(String result) {
    return client.counted("pqagent_handshakes_total{result=\"" + result + "\",role=\"client\"}");
  }

  static ConditionFactory waiting() {
    return await().pollInterval(Duration.ofMillis(10)).atMost(Duration.ofSeconds(60));
  }
}
