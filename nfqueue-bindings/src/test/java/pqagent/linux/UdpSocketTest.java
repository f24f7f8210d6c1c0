package pqagent.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pqagent.testkit.Allocations;
import pqagent.testkit.TestPackets;

class UdpSocketTest {
  private static final int LOOPBACK = TestPackets.address("127.0.0.1");
  private final Random random = new Random(42);
  private int lost;
  private UdpSocket from;
  private UdpSocket to;
  private DatagramBatch out;
  private DatagramBatch in;

  @BeforeEach
  void open() {
    from = UdpSocket.bind(0, UdpSocket.Options.ALL);
    to = UdpSocket.bind(0, UdpSocket.Options.ALL);
    out = DatagramBatch.forSending(1 << 20, 300);
    in = DatagramBatch.forReceiving(16);
  }

  @AfterEach
  void close() {
    from.close();
    to.close();
    out.close();
    in.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 44, 1200, 1472, 9000, 65_506, 65_507})
  void shouldArriveByteExact_whenSentAlone(int bytes) {
    List<ByteBuffer> sent = List.of(append(bytes));
    assertThat(from.send(out)).isOne();
    assertThat(Received.all(to, in, 1)).isEqualTo(sent);
    assertThat(in.address(0)).isEqualTo(LOOPBACK);
    assertThat(in.port(0)).isEqualTo(from.localPort());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 1200, 1477, 1478, 20_000})
  void shouldArriveByteExact_whenManyAreEqual(int bytes) {
    List<ByteBuffer> sent = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      sent.add(append(bytes));
    }
    assertThat(from.send(out)).isEqualTo(50);
    assertThat(Received.all(to, in, 50)).containsExactlyInAnyOrderElementsOf(sent);
  }

  @Test
  void shouldArriveByteExact_whenSizesAreMixed() {
    for (int round = 0; round < 20; round++) {
      out.clear();
      List<ByteBuffer> sent = new ArrayList<>();
      int run = 1200;
      while (out.hasRoom(run) && sent.size() < 200) {
        sent.add(append(run));
        run =
            switch (random.nextInt(8)) {
              case 0 -> random.nextInt(3000);
              case 1 -> run / 2;
              case 2 -> 0;
              default -> run;
            };
      }
      assertThat(from.send(out)).isEqualTo(sent.size());
      assertThat(Received.all(to, in, sent.size())).containsExactlyInAnyOrderElementsOf(sent);
    }
  }

  @Test
  void shouldTravelAsOneMessage_whenEqualWithAShorterLast() {
    for (int i = 0; i < 10; i++) {
      append(1200);
    }
    append(700);
    append(1200);
    assertThat(from.send(out)).isEqualTo(12);
    assertThat(Received.all(to, in, 12)).hasSize(12);
    assertThat(Arrays.copyOf(in.offsets(), 12))
        .as("eleven behind each other in the first message, one in the second")
        .containsExactly(0, 1200, 2400, 3600, 4800, 6000, 7200, 8400, 9600, 10_800, 12_000, 65_536);
  }

  @Test
  void shouldRefuseABatchForSending_whenReceiving() {
    assertThatIllegalArgumentException().isThrownBy(() -> to.receive(out));
  }

  @Test
  void shouldReachEachDestination_whenTheyAlternate() {
    try (UdpSocket other = UdpSocket.bind(0, UdpSocket.Options.ALL)) {
      List<ByteBuffer> first = new ArrayList<>();
      List<ByteBuffer> second = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        boolean isFirst = i % 5 < 3;
        (isFirst ? first : second).add(append(500, (isFirst ? to : other).localPort()));
      }
      assertThat(from.send(out)).isEqualTo(40);
      assertThat(Received.all(to, in, first.size())).containsExactlyInAnyOrderElementsOf(first);
      assertThat(Received.all(other, in, second.size()))
          .containsExactlyInAnyOrderElementsOf(second);
    }
  }

  @Test
  void shouldEcho_whenReceivedBatchIsSentBack() {
    List<ByteBuffer> sent = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      sent.add(append(1000));
    }
    from.send(out);
    try (DatagramBatch back = DatagramBatch.forReceiving(16)) {
      List<ByteBuffer> echoed = new ArrayList<>();
      while (echoed.size() < 30) {
        int n = to.receive(in);
        assertThat(n).isPositive();
        assertThat(to.send(in)).isEqualTo(n);
        echoed.addAll(Received.all(from, back, n));
      }
      assertThat(echoed).containsExactlyInAnyOrderElementsOf(sent);
    }
  }

  @Test
  void shouldLoseNothingElse_whenADestinationIsClosed() {
    UdpSocket gone = UdpSocket.bind(0, UdpSocket.Options.ALL);
    int closedPort = gone.localPort();
    gone.close();
    List<ByteBuffer> sent = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      append(100, closedPort);
      sent.add(append(100));
    }
    assertThat(from.send(out)).isEqualTo(40);
    assertThat(Received.all(to, in, 20)).containsExactlyInAnyOrderElementsOf(sent);
  }

  @Test
  void shouldCountOnlyWhatTheKernelTook_whenADestinationIsImpossible() {
    append(100);
    append(100, 0);
    for (int i = 0; i < 3; i++) {
      out.append(100, TestPackets.address("255.255.255.255"), to.localPort());
    }
    append(100);
    assertThat(from.send(out)).isEqualTo(2);
    assertThat(Received.all(to, in, 2)).hasSize(2);
  }

  @Test
  void shouldArrive_whenSentFromHeap() {
    assertThat(from.sendTo(new byte[] {1, 2, 3}, LOOPBACK, to.localPort())).isTrue();
    assertThat(Received.all(to, in, 1)).containsExactly(ByteBuffer.wrap(new byte[] {1, 2, 3}));
    assertThat(from.sendTo(new byte[70_000], LOOPBACK, to.localPort())).isFalse();
  }

  @Test
  void shouldReturnZero_whenNothingComes() {
    append(10);
    from.send(out);
    Received.all(to, in, 1);
    assertThat(to.receive(in)).isZero();
    assertThat(in.size()).isZero();
  }

  @Test
  void shouldNamePortAndReason_whenTaken() {
    assertThatThrownBy(() -> UdpSocket.bind(to.localPort(), UdpSocket.Options.ALL))
        .isInstanceOfSatisfying(
            LinuxException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EADDRINUSE))
        .hasMessage("bind UDP port " + to.localPort() + ": EADDRINUSE: Address already in use");
  }

  @Test
  void shouldThrow_whenClosed() {
    to.close();
    to.close();
    assertThatIllegalStateException().isThrownBy(() -> to.receive(in));
    assertThatIllegalStateException().isThrownBy(() -> to.send(out));
    in.close();
    assertThatIllegalStateException().isThrownBy(() -> from.receive(in));
  }

  @Test
  void shouldTakeHalfAMegabyteAtOnce_whenMessagesAreLarge() {
    try (DatagramBatch large = DatagramBatch.forReceiving(64)) {
      assertThat(received(large, 15, 60_000)).isEqualTo(15);
      assertThat(received(large, 15, 60_000)).isEqualTo((1 << 19) / 60_000);
      Received.all(to, large, 7);
      assertThat(received(large, 15, 100)).isEqualTo((1 << 19) / 60_000);
      Received.all(to, large, 7);
      assertThat(received(large, 15, 100)).isEqualTo(15);
    }
  }

  /** How many of so many messages the next receive takes. */
  private int received(DatagramBatch batch, int messages, int bytes) {
    for (int i = 0; i < messages; i++) {
      out.clear();
      append(bytes);
      from.send(out);
    }
    return to.receive(batch);
  }

  @Test
  void shouldAllocateNothing_whenSteady() {
    double bytes =
        Allocations.bytesPerStep(
            3000,
            step -> {
              out.clear();
              for (int i = 0; i < 20; i++) {
                out.append(i < 15 ? 1200 : 300 + i, LOOPBACK, to.localPort());
              }
              from.send(out);
              int received = 0;
              for (int patience = 20; received < 20 && patience > 0; patience--) {
                received += to.receive(in);
              }
              lost += 20 - received;
            });
    assertThat(bytes).isLessThan(1);
    assertThat(lost).isZero();
  }

  private ByteBuffer append(int bytes) {
    return append(bytes, to.localPort());
  }

  private ByteBuffer append(int bytes, int port) {
    byte[] content = new byte[bytes];
    random.nextBytes(content);
    out.buffer().put(out.append(bytes, LOOPBACK, port), content);
    return ByteBuffer.wrap(content);
  }
}
