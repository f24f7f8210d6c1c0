package pqagent.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import pqagent.crypto.name.Pq1Name;
import pqagent.keyserver.KeyMessage;
import pqagent.peer.Connection;
import pqagent.peer.ParkedPacket;
import pqagent.peer.Peer;

/** From a name to nothing: what is reported, and when it is tried again. */
class ConnectorFailureTest extends ConnectorScenario {

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
        answer -> (answer[0] & 0xff) == 0xf3 ? Arrays.copyOf(answer, answer.length - 1) : answer;
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
}
