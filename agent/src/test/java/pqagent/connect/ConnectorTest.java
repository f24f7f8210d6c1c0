package pqagent.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pqagent.crypto.name.Pq1Name;
import pqagent.crypto.tunnel.Tunnel;
import pqagent.keyserver.KeyMessage;
import pqagent.peer.Connection;
import pqagent.peer.ParkedPacket;
import pqagent.peer.Peer;

/** The whole way over real sockets: connector against key server and responder. */
class ConnectorTest {
  private static final long SECOND = 1_000_000_000L;

  @TempDir private Path state;
  private final TestServer server = new TestServer();
  private TestClient client;

  @BeforeEach
  void start() {
    client = new TestClient(state);
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

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
  void shouldBackOff_whenThereAreNoPorts() {
    Peer peer =
        client.peer(
            TestServer.identity(
                new Pq1Name(TestServer.keyHash(), OptionalInt.empty(), OptionalInt.empty())));
    peer.park(new ParkedPacket(new byte[20], false));
    client.connector.request(peer);
    awaitUnreachable(peer);

    assertThat(handshakes("bad_keys")).isEqualTo(1);
    assertThat(peer.parkedPackets()).isZero();
    assertThat(
            client.counted(
                "pqagent_dropped_packets_total{direction=\"out\",reason=\"parked_expired\"}"))
        .isEqualTo(1);
  }

  @Test
  void shouldTryAgainWithGrowingPauses_afterFailures() {
    Peer peer =
        client.peer(
            TestServer.identity(
                new Pq1Name(TestServer.keyHash(), OptionalInt.empty(), OptionalInt.empty())));
    for (long pause : new long[] {5, 10, 20, 40, 80, 160, 300, 300}) {
      client.connector.request(peer);
      awaitUnreachable(peer);
      if (peer.connection() instanceof Connection.Unreachable(long untilNanos)) {
        long left = untilNanos - client.nanoTime();
        assertThat(left).isBetween((pause - 4) * SECOND, pause * SECOND);
      }
      client.connector.request(peer);
      assertThat(peer.connection()).isInstanceOf(Connection.Unreachable.class);
      client.skip(pause * SECOND);
    }
    assertThat(handshakes("bad_keys")).isEqualTo(8);
  }

  @Test
  void shouldReportBadKeys_andLeaveOthersUnharmed() {
    Peer good = client.peer(server.identity());
    byte[] otherHash = TestServer.keyHash();
    otherHash[5] ^= 1;
    Peer bad =
        client.peer(
            TestServer.identity(
                new Pq1Name(
                    otherHash,
                    OptionalInt.of(server.cryptoPort()),
                    OptionalInt.of(server.keyPort()))));

    client.connector.request(bad);
    client.connector.request(good);
    awaitConfirmed(good);
    awaitUnreachable(bad);

    assertThat(handshakes("bad_keys")).isEqualTo(1);
    assertThat(TestClient.isConfirmed(good)).isTrue();
  }

  @Test
  void shouldReportATimeout_whenNobodyAnswers() {
    try (LossyRelay keys = LossyRelay.changing(server.keyPort(), UnaryOperator.identity())) {
      keys.fallSilentAfter(0);
      Peer peer = client.peer(TestServer.identity(server.cryptoPort(), keys.port()));
      client.connector.request(peer);

      awaitUnreachable(peer);
      assertThat(handshakes("timeout")).isEqualTo(1);
      assertThat(server.handshakes()).isZero();
    }
  }

  @Test
  void shouldReportATimeout_whenOnlyTheSlotKeysStayOut() {
    UnaryOperator<byte[]> cutEphemeral =
        answer ->
            (answer[0] & 0xff) == 0xf3 ? Arrays.copyOf(answer, answer.length - 1) : answer;
    try (LossyRelay keys = LossyRelay.changing(server.keyPort(), cutEphemeral)) {
      Peer peer = client.peer(TestServer.identity(server.cryptoPort(), keys.port()));
      client.connector.request(peer);

      awaitUnreachable(peer);
      assertThat(handshakes("timeout")).isEqualTo(1);
      assertThat(keys.requests()).isGreaterThan(937 + SlotKeyFetcher.PATIENCE.size() - 1);
    }
  }

  @Test
  void shouldRefuseInvalidSlotKeys() {
    UnaryOperator<byte[]> zeroX25519 =
        answer -> {
          if ((answer[0] & 0xff) == 0xf3) {
            Arrays.fill(answer, KeyMessage.EPHEMERAL_BYTES - 32, answer.length, (byte) 0);
          }
          return answer;
        };
    try (LossyRelay keys = LossyRelay.changing(server.keyPort(), zeroX25519)) {
      Peer peer = client.peer(TestServer.identity(server.cryptoPort(), keys.port()));
      client.connector.request(peer);

      awaitUnreachable(peer);
      assertThat(handshakes("bad_keys")).isEqualTo(1);
    }
  }

  @Test
  void shouldSendAFreshHandshake_whenTheFirstWasLost() {
    server.setDeaf(true);
    Peer peer = client.peer(server.identity());
    client.connector.request(peer);
    waiting().until(() -> client.newTunnels() == 1);
    server.setDeaf(false);
    client.sendData(peer);
    client.skip(SECOND);
    client.maintain();

    waiting().until(() -> client.newTunnels() == 2);
    awaitConfirmed(peer);
    client.maintain();
    assertThat(server.handshakes()).isEqualTo(1);
    assertThat(handshakes("timeout")).isEqualTo(1);
    assertThat(handshakes("ok")).isEqualTo(1);
  }

  @Test
  void shouldKeepTheOldTunnelForAWhile_whenItIsRenewed() {
    Peer peer = client.peer(server.identity());
    client.connector.request(peer);
    awaitConfirmed(peer);
    client.maintain();
    Tunnel first = TestClient.tunnel(peer).orElseThrow();

    silence(peer, 6);
    waiting().until(() -> client.newTunnels() == 2);
    server.setDeaf(false);
    client.sendData(peer);
    awaitConfirmed(peer);
    Tunnel second = TestClient.tunnel(peer).orElseThrow();
    client.maintain();

    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(client.tunnels.size()).isEqualTo(2);
    client.skip(31 * SECOND);
    client.maintain();
    assertThat(client.tunnels.size()).isEqualTo(1);
    assertThat(first.isDead(client.nanoTime())).isTrue();
    assertThat(TestClient.tunnel(peer)).contains(second);
    assertThat(handshakes("ok")).isEqualTo(2);
  }

  @Test
  void shouldGiveUp_afterSixRenewalsInVain() {
    Peer peer = client.peer(server.identity());
    client.connector.request(peer);
    awaitConfirmed(peer);
    client.maintain();
    int tunnels = 1;
    for (int renewal = 0; renewal < Session.MAX_RENEWALS; renewal++) {
      silence(peer, 61);
      int expected = ++tunnels;
      waiting().until(() -> client.newTunnels() == expected);
      assertThat(client.tunnels.size()).isLessThanOrEqualTo(Session.MAX_TUNNELS);
    }
    silence(peer, 61);

    assertThat(peer.connection()).isInstanceOf(Connection.Unreachable.class);
    assertThat(client.tunnels.size()).isZero();
    assertThat(handshakes("timeout")).isEqualTo(Session.MAX_RENEWALS);

    server.setDeaf(false);
    client.skip(5 * SECOND);
    client.connector.request(peer);
    awaitConfirmed(peer);
  }

  @Test
  void shouldStartAnew_whenBothWereSilentForTooLong() {
    Peer peer = client.peer(server.identity());
    client.connector.request(peer);
    awaitConfirmed(peer);
    client.maintain();
    client.skip(121 * SECOND);
    client.maintain();

    assertThat(peer.connection()).isInstanceOf(Connection.Idle.class);
    assertThat(client.tunnels.size()).isZero();
    client.connector.request(peer);
    awaitConfirmed(peer);
    assertThat(server.handshakes()).isEqualTo(2);
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

  /** Data goes out, nothing comes back for so many seconds, and the timer fires. */
  private void silence(Peer peer, long seconds) {
    server.setDeaf(true);
    client.sendData(peer);
    client.skip(seconds * SECOND);
    client.maintain();
  }

  private void awaitConfirmed(Peer peer) {
    waiting().until(() -> TestClient.isConfirmed(peer));
  }

  private void awaitUnreachable(Peer peer) {
    waiting().until(() -> peer.connection() instanceof Connection.Unreachable);
  }

  private double handshakes(String result) {
    return client.counted(
        "pqagent_handshakes_total{result=\"" + result + "\",role=\"client\"}");
  }

  private static ConditionFactory waiting() {
    return await().pollInterval(Duration.ofMillis(10)).atMost(Duration.ofSeconds(60));
  }
}
