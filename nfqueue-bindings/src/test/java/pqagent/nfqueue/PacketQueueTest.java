package pqagent.nfqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import pqagent.linux.Errno;
import pqagent.linux.LinuxException;
import pqagent.testkit.TestPackets;

class PacketQueueTest {
  private static final int PAYLOAD_OFFSET =
      TestPackets.IP_HEADER_BYTES + TestPackets.UDP_HEADER_BYTES;

  private final PacketBatch batch = new PacketBatch(32);
  private QueueHosts hosts;

  @BeforeEach
  void open() throws Exception {
    hosts = new QueueHosts();
  }

  @AfterEach
  void close() {
    hosts.close();
    batch.close();
  }

  @Test
  void shouldGiveThePacket_whenReceived() throws Exception {
    try (PacketQueue queue = hosts.open(QueueHosts.PLAIN)) {
      hosts.send("hello");
      assertThat(receiveOne(queue)).isEqualTo("hello");
      assertThat(batch.length(0)).isEqualTo(PAYLOAD_OFFSET + 5);
      assertThat(batch.buffer().getInt(batch.offset(0) + 12))
          .isEqualTo(TestPackets.address("10.9.2.1"));
      assertThat(batch.isTruncated(0)).isFalse();
      assertThat(batch.needsChecksum(0)).as("veth leaves checksums open").isTrue();
      assertThat(queue.missedPackets()).isZero();
    }
  }

  @Test
  void shouldDropOrAccept_whenJudgedAlone() throws Exception {
    try (PacketQueue queue = hosts.open(QueueHosts.PLAIN)) {
      for (String text : new String[] {"one", "two", "three"}) {
        hosts.send(text);
        assertThat(receiveOne(queue)).isEqualTo(text);
        queue.verdict(batch.id(0), text.equals("two") ? Verdict.DROP : Verdict.ACCEPT);
      }
      assertThat(hosts.receive()).isEqualTo("one");
      assertThat(hosts.receive()).isEqualTo("three");
      assertThat(hosts.receiveRest()).isEmpty();
    }
  }

  @Test
  void shouldJudgeAll_whenJudgedAsBatch() throws Exception {
    try (PacketQueue queue = hosts.open(QueueHosts.PLAIN)) {
      hosts.send("one", "two", "three");
      int count = 0;
      while (count < 3) {
        count += queue.receive(batch);
      }
      queue.verdict(batch, Verdict.ACCEPT);
      assertThat(hosts.receiveRest()).containsExactly("one", "two", "three");

      hosts.send("four", "five");
      while (count < 5) {
        count += queue.receive(batch);
      }
      queue.verdict(batch, Verdict.DROP);
      assertThat(hosts.receiveRest()).isEmpty();
    }
  }

  @Test
  void shouldLeaveSingleVerdictsAlone_whenTheBatchIsJudgedAfterThem() throws Exception {
    try (PacketQueue queue = hosts.open(QueueHosts.PLAIN)) {
      hosts.send("one", "two");
      int count = 0;
      while (count < 2) {
        count += queue.receive(batch);
        for (int i = 0; i < batch.size(); i++) {
          if (text(i).equals("one")) {
            queue.verdict(batch.id(i), Verdict.DROP);
          }
        }
      }
      queue.verdict(batch, Verdict.ACCEPT);
      assertThat(hosts.receiveRest()).containsExactly("two");
    }
  }

  @Test
  void shouldGoOn_whenAVerdictComesTwice() throws Exception {
    try (PacketQueue queue = hosts.open(QueueHosts.PLAIN)) {
      hosts.send("one");
      receiveOne(queue);
      queue.verdict(batch.id(0), Verdict.ACCEPT);
      queue.verdict(batch.id(0), Verdict.DROP);
      queue.verdict(batch, Verdict.DROP);
      hosts.send("two");
      assertThat(receiveOne(queue)).isEqualTo("two");
      queue.verdict(batch, Verdict.ACCEPT);
      assertThat(hosts.receiveRest()).containsExactly("one", "two");
    }
  }

  @Test
  void shouldArriveChanged_whenAcceptedWithOtherBytes() throws Exception {
    String longer = "a much longer text than it was. ".repeat(30);
    try (PacketQueue queue = hosts.open(QueueHosts.PLAIN)) {
      for (String text : new String[] {"same!", "less", longer}) {
        hosts.send("hello");
        receiveOne(queue);
        byte[] changed =
            TestPackets.udp(
                TestPackets.address("10.9.2.1"),
                QueueHosts.PORT,
                TestPackets.address("10.9.2.2"),
                QueueHosts.PORT,
                text.getBytes(StandardCharsets.UTF_8));
        queue.accept(batch.id(0), ByteBuffer.wrap(changed), 0, changed.length);
        queue.verdict(batch, Verdict.DROP);
        assertThat(hosts.receive()).isEqualTo(text);
      }
    }
  }

  @Test
  void shouldNotArrive_whenTheChecksumOfOtherBytesIsWrong() throws Exception {
    try (PacketQueue queue = hosts.open(QueueHosts.PLAIN)) {
      hosts.send("hello");
      receiveOne(queue);
      int offset = batch.offset(0);
      TestPackets.fixChecksums(batch.buffer(), offset);
      batch.buffer().put(offset + PAYLOAD_OFFSET, (byte) 'j');
      queue.accept(batch.id(0), batch.buffer(), offset, batch.length(0));
      assertThat(hosts.receiveRest()).isEmpty();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> queue.accept(1, ByteBuffer.allocate(70_000), 0, 65_532));
    }
  }

  @Test
  void shouldReturnZero_whenNothingComes() throws Exception {
    try (PacketQueue queue = hosts.open(QueueHosts.PLAIN)) {
      assertThat(queue.receive(batch)).isZero();
      queue.verdict(batch, Verdict.ACCEPT);
      assertThat(queue.receive(batch)).isZero();
    }
  }

  @Test
  void shouldSayBusy_whenTheQueueIsTaken() throws Exception {
    try (PacketQueue queue = hosts.open(QueueHosts.PLAIN)) {
      assertThatThrownBy(() -> hosts.open(QueueHosts.PLAIN))
          .isInstanceOfSatisfying(
              LinuxException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EBUSY))
          .hasMessage("bind queue 7: EBUSY: Device or resource busy");
      hosts.send("still mine");
      assertThat(receiveOne(queue)).isEqualTo("still mine");
    }
    hosts.open(QueueHosts.PLAIN).close();
  }

  @Test
  void shouldLetPacketsPass_whenClosed() throws Exception {
    PacketQueue queue = hosts.open(QueueHosts.PLAIN);
    hosts.send("waits in vain");
    receiveOne(queue);
    queue.close();
    queue.close();
    hosts.send("bypass");
    assertThat(hosts.receiveRest()).containsExactly("bypass");
    assertThatIllegalStateException().isThrownBy(() -> queue.receive(batch));
    assertThatIllegalStateException().isThrownBy(() -> queue.verdict(batch, Verdict.ACCEPT));
    assertThatIllegalStateException().isThrownBy(() -> queue.verdict(1, Verdict.ACCEPT));
  }

  @Test
  void shouldThrow_whenTheBatchIsClosed() throws Exception {
    try (PacketQueue queue = hosts.open(QueueHosts.PLAIN)) {
      PacketBatch closed = new PacketBatch(4);
      closed.close();
      assertThatIllegalStateException().isThrownBy(() -> queue.receive(closed));
    }
  }

  private String receiveOne(PacketQueue queue) {
    for (int patience = 100; queue.receive(batch) == 0; patience--) {
      assertThat(patience).as("a packet within twenty seconds").isPositive();
    }
    assertThat(batch.size()).isOne();
    return text(0);
  }

  private String text(int i) {
    byte[] bytes = new byte[batch.length(i) - PAYLOAD_OFFSET];
    batch.buffer().get(batch.offset(i) + PAYLOAD_OFFSET, bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
