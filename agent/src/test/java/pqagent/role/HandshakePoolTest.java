package pqagent.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import pqagent.crypto.handshake.HandshakeMessage;
import pqagent.crypto.handshake.ReplayFilter;
import pqagent.crypto.handshake.Responder;
import pqagent.crypto.key.SlotKeys;
import pqagent.crypto.key.StaticKeyPair;
import pqagent.metrics.AgentMetrics;
import pqagent.metrics.AgentRole;
import pqagent.peer.TunnelTable;

/** Workers that look at the clock, at which they wait, and messages that are none inside. */
class HandshakePoolTest {
  private static final int SOURCE = 0xc0000202;
  private static final int ROOM =
      HandshakePool.MAX_WAITING + Runtime.getRuntime().availableProcessors();

  private final SecureRandom random = new SecureRandom();
  private final StaticKeyPair keys = StaticKeyPair.generate(random);
  private final SlotKeys slots = new SlotKeys(random);
  private final AgentMetrics metrics = new AgentMetrics(AgentRole.SERVER);
  private final Thread inbound = Thread.currentThread();
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private HandshakePool pool;

  @BeforeEach
  void start() {
    InstantSource clock =
        () -> {
          if (Thread.currentThread() != inbound) {
            pass();
          }
          return Instant.EPOCH;
        };
    pool =
        new HandshakePool(
            new Responder(keys, slots, new ReplayFilter(10)),
            clock,
            new EarlyPackets(new TunnelTable()),
            _ -> true,
            metrics);
  }

  @AfterEach
  void stop() {
    gate.countDown();
    pool.close();
    metrics.close();
    slots.close();
    keys.close();
  }

  @Test
  void shouldShedWhatHasNoRoom_andHaveRoomAgainAfterwards() {
    for (int burst = 1; burst <= 2; burst++) {
      gate = new CountDownLatch(1);
      offer(ROOM + 10);
      assertThat(counted("shed")).isEqualTo(10 * burst);
      gate.countDown();
      int answered = ROOM * burst;
      await().until(() -> counted("bad_message") == answered);
    }
  }

  @Test
  void shouldKeepNoRoom_whenTheLengthIsWrong() {
    ByteBuffer buffer = ByteBuffer.allocate(HandshakeMessage.BYTES + 1);
    for (int i = 0; i < ROOM + 1; i++) {
      pool.offer(buffer, 0, HandshakeMessage.BYTES + 1, SOURCE);
    }
    assertThat(counted("bad_message")).isEqualTo(ROOM + 1);
    assertThat(counted("shed")).isZero();
  }

  private void offer(int messages) {
    ByteBuffer buffer = ByteBuffer.allocate(HandshakeMessage.BYTES);
    for (int i = 0; i < messages; i++) {
      pool.offer(buffer, 0, HandshakeMessage.BYTES, SOURCE);
    }
  }

  private void pass() {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private int counted(String result) {
    return metrics
        .scrape()
        .lines()
        .filter(line -> line.startsWith("pqagent_handshakes_total{result=\"" + result + "\""))
        .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
