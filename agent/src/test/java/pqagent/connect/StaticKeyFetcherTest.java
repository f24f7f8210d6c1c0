package pqagent.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pqagent.crypto.key.StaticPublicKeys;
import pqagent.keyserver.KeyMessage;
import pqagent.keyserver.ServerVectors;
import pqagent.metrics.AgentMetrics;
import pqagent.metrics.AgentRole;

class StaticKeyFetcherTest {
  private static final Duration TOTAL = Duration.ofSeconds(60);
  private static final Duration SILENCE = Duration.ofSeconds(3);

  private final AgentMetrics metrics = new AgentMetrics(AgentRole.CLIENT);
  private final TestServer server = new TestServer();
  private final Loopback socket = new Loopback(this::received);
  private final KeyChannel channel = new KeyChannel(socket, metrics);

  private void received(byte[] datagram, int address, int port) {
    channel.deliver(ByteBuffer.wrap(datagram), 0, datagram.length, address, port);
  }

  @AfterEach
  void close() {
    socket.close();
    server.close();
    metrics.close();
  }

  @Test
  void shouldFetchTheKeys_fromTheKeyServer() throws InterruptedException {
    assertFound(fetch(TestServer.keyHash(), server.keyPort(), SILENCE));
  }

  @ParameterizedTest
  @CsvSource({"0.02, 0, 0.1", "0.1, 0.1, 0.3", "0.3, 0.1, 0.5"})
  void shouldFetchTheKeys_overABadPath(double loss, double duplicates, double reordering)
      throws InterruptedException {
    try (LossyRelay relay =
        new LossyRelay(
            server.keyPort(), loss, duplicates, reordering, UnaryOperator.identity(), 42)) {
      assertFound(fetch(TestServer.keyHash(), relay.port(), Duration.ofSeconds(30)));
      assertThat(relay.requests()).isGreaterThanOrEqualTo(937).isLessThan(937 * 4);
    }
  }

  @Test
  void shouldFetchTheKeys_whenSomeAnswersAreForged() throws InterruptedException {
    AtomicInteger count = new AtomicInteger();
    UnaryOperator<byte[]> forgeSome =
        answer -> count.incrementAndGet() % 100 == 50 ? flipped(answer) : answer;
    try (LossyRelay relay = LossyRelay.changing(server.keyPort(), forgeSome)) {
      assertFound(fetch(TestServer.keyHash(), relay.port(), SILENCE));
    }
    assertThat(dropped("forged")).isGreaterThanOrEqualTo(9);
  }

  @Test
  void shouldReportWrongKeys_whenEveryAnswerIsForged() throws InterruptedException {
    try (LossyRelay relay = LossyRelay.changing(server.keyPort(), StaticKeyFetcherTest::flipped)) {
      assertThat(fetch(TestServer.keyHash(), relay.port(), SILENCE))
          .isInstanceOf(StaticKeyResult.WrongKeys.class);
      assertThat(relay.requests()).isLessThanOrEqualTo(2 * StaticKeyFetcher.MAX_FORGED_NODES);
    }
  }

  @Test
  void shouldReportWrongKeys_whenTheServerIsAnother() throws InterruptedException {
    byte[] other = TestServer.keyHash();
    other[0] ^= 1;

    assertThat(fetch(other, server.keyPort(), SILENCE))
        .isInstanceOf(StaticKeyResult.WrongKeys.class);
  }

  @Test
  void shouldReportNoAnswer_whenTheServerIsSilent() throws InterruptedException {
    try (LossyRelay relay = LossyRelay.changing(server.keyPort(), UnaryOperator.identity())) {
      relay.fallSilentAfter(0);
      assertThat(fetch(TestServer.keyHash(), relay.port(), SILENCE))
          .isInstanceOf(StaticKeyResult.NoAnswer.class);
      assertThat(relay.requests()).isLessThanOrEqualTo(5);
    }
  }

  @Test
  void shouldReportNoAnswer_whenTheServerFallsSilentHalfway() throws InterruptedException {
    try (LossyRelay relay = LossyRelay.changing(server.keyPort(), UnaryOperator.identity())) {
      relay.fallSilentAfter(400);
      assertThat(fetch(TestServer.keyHash(), relay.port(), SILENCE))
          .isInstanceOf(StaticKeyResult.NoAnswer.class);
    }
  }

  @Test
  void shouldCountAndIgnore_malformedAnswers() throws InterruptedException {
    UnaryOperator<byte[]> cut = answer -> Arrays.copyOf(answer, answer.length - 1);
    try (LossyRelay relay = LossyRelay.changing(server.keyPort(), cut)) {
      assertThat(fetch(TestServer.keyHash(), relay.port(), SILENCE))
          .isInstanceOf(StaticKeyResult.NoAnswer.class);
    }
    assertThat(dropped("malformed_outer")).isPositive();
  }

  @Test
  void shouldGiveUp_whenTheTotalTimeIsOver() throws InterruptedException {
    StaticKeyFetcher fetcher =
        new StaticKeyFetcher(channel, System::nanoTime, Duration.ofNanos(1), SILENCE);

    assertThat(fetcher.fetch(TestServer.keyHash(), Loopback.ADDRESS, server.keyPort()))
        .isInstanceOf(StaticKeyResult.NoAnswer.class);
  }

  private StaticKeyResult fetch(byte[] keyHash, int port, Duration silence)
      throws InterruptedException {
    return new StaticKeyFetcher(channel, System::nanoTime, TOTAL, silence)
        .fetch(keyHash, Loopback.ADDRESS, port);
  }

  private static void assertFound(StaticKeyResult result) {
    assertThat(result).isInstanceOf(StaticKeyResult.Found.class);
    if (result instanceof StaticKeyResult.Found(StaticPublicKeys keys)) {
      assertThat(keys.mceliece()).isEqualTo(ServerVectors.publicKeys().mceliece());
      assertThat(keys.x25519()).isEqualTo(ServerVectors.publicKeys().x25519());
    }
  }

  /** The same answer with one bit of its node changed. */
  private static byte[] flipped(byte[] answer) {
    byte[] changed = answer.clone();
    changed[KeyMessage.STATIC_HEADER_BYTES] ^= 1;
    return changed;
  }

  private double dropped(String reason) {
    return metrics
        .scrape()
        .lines()
        .filter(
            l -> l.startsWith("pqagent_dropped_packets_total{direction=\"in\",reason=\"" + reason))
        .mapToDouble(l -> Double.parseDouble(l.substring(l.lastIndexOf(' ') + 1)))
        .sum();
  }
}
