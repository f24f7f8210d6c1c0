package pqagent.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import pqagent.crypto.name.Pq1Name;
import pqagent.crypto.tunnel.Tunnel;
import pqagent.peer.Peer;

/** From a name to a tunnel, when all goes well. */
class ConnectorTest extends ConnectorScenario {

  @Test
  void shouldConfirmATunnel_withOneHandshake() {
    Peer peer = client.peer(server.identity());

    client.connector.request(peer);
    awaitConfirmed(peer);

    assertThat(server.handshakes()).isEqualTo(1);
    assertThat(peer.address()).isEqualTo(Loopback.ADDRESS);
    assertThat(peer.port()).isEqualTo(server.cryptoPort());
    assertThat(client.tunnels.size()).isEqualTo(1);
    client.maintain();
    client.maintain();
    assertThat(handshakes("ok")).isEqualTo(1);
    assertThat(client.counted("pqagent_static_key_cache_total{outcome=\"miss\"}")).isPositive();
    assertThat(client.counted("pqagent_static_key_fetch_duration_seconds_count")).isEqualTo(1);
    assertThat(client.counted("pqagent_handshake_duration_seconds_count{role=\"client\"}"))
        .isEqualTo(1);
  }

  @Test
  void shouldMakeOneAttempt_howeverManyRequests() throws InterruptedException {
    Peer peer = client.peer(server.identity());
    List<Thread> threads =
        IntStream.range(0, 8)
            .mapToObj(_ -> Thread.ofPlatform().start(() -> requestOften(peer)))
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }
    awaitConfirmed(peer);

    assertThat(server.handshakes()).isEqualTo(1);
    assertThat(client.newTunnels()).isEqualTo(1);
  }

  private void requestOften(Peer peer) {
    for (int i = 0; i < 1000; i++) {
      client.connector.request(peer);
    }
  }

  @Test
  void shouldConnectManyPeers_whoShareOneKey() {
    List<Peer> peers =
        IntStream.range(0, 12).mapToObj(_ -> client.peer(server.identity())).toList();
    peers.forEach(client.connector::request);

    peers.forEach(this::awaitConfirmed);
    assertThat(client.tunnels.size()).isEqualTo(12);
  }

  @Test
  void shouldUseTheCache_insteadOfFetchingAgain() {
    Peer first = client.peer(server.identity());
    client.connector.request(first);
    awaitConfirmed(first);
    client.close();
    client = new TestClient(state);

    Peer second = client.peer(server.identity());
    client.connector.request(second);
    awaitConfirmed(second);

    assertThat(client.counted("pqagent_static_key_fetch_duration_seconds_count")).isZero();
    assertThat(client.counted("pqagent_static_key_cache_total{outcome=\"hit\"}")).isPositive();
  }

  @Test
  void shouldConnect_overABadPath() {
    UnaryOperator<byte[]> same = UnaryOperator.identity();
    try (LossyRelay keys = new LossyRelay(server.keyPort(), 0.1, 0.1, 0.2, same, 7)) {
      Peer peer = client.peer(TestServer.identity(server.cryptoPort(), keys.port()));

      client.connector.request(peer);
      awaitConfirmed(peer);
    }
  }

  @Test
  void shouldAskForPorts_whenTheNameHasNone() {
    client.close();
    AtomicInteger lookups = new AtomicInteger();
    client =
        new TestClient(
            state,
            _ -> {
              lookups.incrementAndGet();
              return Optional.of(new ServerPorts(server.cryptoPort(), server.keyPort()));
            });
    Peer peer =
        client.peer(
            TestServer.identity(
                new Pq1Name(TestServer.keyHash(), OptionalInt.empty(), OptionalInt.empty())));

    client.connector.request(peer);
    awaitConfirmed(peer);

    assertThat(lookups).hasValue(1);
  }

  @Test
  void shouldForgetAPeer_withItsTunnels() {
    Peer peer = client.peer(server.identity());
    client.connector.request(peer);
    awaitConfirmed(peer);
    Tunnel tunnel = TestClient.tunnel(peer).orElseThrow();

    client.connector.forget(peer);

    assertThat(client.tunnels.size()).isZero();
    assertThat(tunnel.isDead(client.nanoTime())).isTrue();
  }

  @Test
  void shouldEndEverything_whenClosed() {
    try (LossyRelay keys = LossyRelay.changing(server.keyPort(), UnaryOperator.identity())) {
      keys.fallSilentAfter(400);
      Peer waitingPeer = client.peer(TestServer.identity(server.cryptoPort(), keys.port()));
      Peer peer = client.peer(server.identity());
      client.connector.request(waitingPeer);
      client.connector.request(peer);
      awaitConfirmed(peer);
      Tunnel tunnel = TestClient.tunnel(peer).orElseThrow();

      client.connector.close();

      assertThat(tunnel.isDead(client.nanoTime())).isTrue();
      assertThat(client.tunnels.size()).isZero();
      client.connector.request(client.peer(server.identity()));
      client.maintain();
    }
  }
}
