package pqagent.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pqagent.keyserver.KeyMessage;
import pqagent.metrics.AgentMetrics;
import pqagent.metrics.AgentRole;
import pqagent.testkit.Allocations;

class KeyChannelTest {
  private static final int ADDRESS = 0x0a000001;
  private static final int PORT = 42425;

  private final AgentMetrics metrics = new AgentMetrics(AgentRole.CLIENT);
  private final KeyChannel channel = new KeyChannel((_, _, _) -> {}, metrics);

  @AfterEach
  void close() {
    metrics.close();
  }

  @Test
  void shouldKeepAnAnswer_onlyForWhoAskedThatKindThere() throws InterruptedException {
    byte[] answer = response(0xf1, 100);
    try (Mailbox asked = channel.open(ADDRESS, PORT, KeyMessage.Type.STATIC_RESPONSE);
        Mailbox otherKind = channel.open(ADDRESS, PORT, KeyMessage.Type.EPHEMERAL_RESPONSE);
        Mailbox otherPort = channel.open(ADDRESS, PORT + 1, KeyMessage.Type.STATIC_RESPONSE);
        Mailbox otherHost = channel.open(ADDRESS + 1, PORT, KeyMessage.Type.STATIC_RESPONSE)) {
      deliver(answer, ADDRESS, PORT);

      assertThat(asked.poll(0)).isEqualTo(answer);
      assertThat(otherKind.poll(0)).isNull();
      assertThat(otherPort.poll(0)).isNull();
      assertThat(otherHost.poll(0)).isNull();
    }
    assertThat(unexpected()).isZero();
    deliver(answer, ADDRESS, PORT);
    assertThat(unexpected()).isEqualTo(1);
  }

  @Test
  void shouldDropAndCount_whenAMailboxIsFull() throws InterruptedException {
    try (Mailbox mailbox = channel.open(ADDRESS, PORT, KeyMessage.Type.STATIC_RESPONSE)) {
      for (int i = 0; i < 1000; i++) {
        deliver(response(0xf1, 100), ADDRESS, PORT);
      }
      int kept = 0;
      while (mailbox.poll(0) != null) {
        kept++;
      }
      assertThat(kept).isEqualTo(CongestionWindow.MAX);
      assertThat(unexpected()).isEqualTo(1000 - kept);
    }
  }

  @Test
  void shouldCountEverythingElse_whateverComes() {
    Random random = new Random(3);
    int sent = 2000;
    try (Mailbox mailbox = channel.open(ADDRESS, PORT, KeyMessage.Type.EPHEMERAL_RESPONSE)) {
      for (int i = 0; i < sent; i++) {
        byte[] junk = new byte[i % 4 == 0 ? random.nextInt(4) : random.nextInt(3000)];
        random.nextBytes(junk);
        deliver(junk, ADDRESS, PORT);
      }
      deliver(new byte[] {3, 0}, ADDRESS, PORT);
      deliver(response(0xf3, KeyMessage.MAX_BYTES + 1), ADDRESS, PORT);
    }
    assertThat(unexpected() + dropped("malformed_outer")).isEqualTo(sent + 2);
    assertThat(dropped("malformed_outer")).isPositive();
  }

  @Test
  void shouldAllocateNothing_forWhatNobodyAskedFor() {
    ByteBuffer datagram = ByteBuffer.wrap(response(0xf1, 1163));
    try (Mailbox mailbox = channel.open(ADDRESS, PORT, KeyMessage.Type.STATIC_RESPONSE)) {
      double bytes =
          Allocations.bytesPerStep(
              20_000, i -> channel.deliver(datagram, 0, 1163, ADDRESS, 1 + i % 1000));
      assertThat(bytes).isLessThan(1);
      assertThat(mailbox.wants(KeyMessage.Type.STATIC_RESPONSE, ADDRESS, PORT)).isTrue();
    }
  }

  private void deliver(byte[] datagram, int address, int port) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(datagram.length + 3);
    buffer.put(3, datagram);
    channel.deliver(buffer, 3, datagram.length, address, port);
  }

  private static byte[] response(int type, int length) {
    byte[] bytes = new byte[length];
    bytes[0] = (byte) type;
    return bytes;
  }

  private double unexpected() {
    return dropped("unexpected_message");
  }

  private double dropped(String reason) {
    return metrics
        .scrape()
        .lines()
        .filter(l -> l.contains("direction=\"in\"") && l.contains("reason=\"" + reason + "\""))
        .mapToDouble(l -> Double.parseDouble(l.substring(l.lastIndexOf(' ') + 1)))
        .sum();
  }
}
