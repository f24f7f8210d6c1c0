package pqagent.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pqagent.testkit.Allocations;
import pqagent.testkit.TestPackets;

class PollerTest {
  private static final int LOOPBACK = TestPackets.address("127.0.0.1");

  private static final int PATIENCE_MILLIS = 1000;

  private final UdpSocket one = UdpSocket.bind(0, UdpSocket.Options.ALL);
  private final UdpSocket other = UdpSocket.bind(0, UdpSocket.Options.ALL);
  private final Poller poller =
      new Poller(new int[] {one.descriptor(), other.descriptor()}, new int[0]);

  @AfterEach
  void close() {
    poller.close();
    one.close();
    other.close();
  }

  @Test
  void shouldSayWhichIsReady_whenOneHasADatagram() {
    one.sendTo(new byte[10], LOOPBACK, other.localPort());
    assertThat(poller.await(PATIENCE_MILLIS)).isTrue();
    assertThat(poller.isReady(0)).isFalse();
    assertThat(poller.isReady(1)).isTrue();
  }

  @Test
  void shouldSayThatThereIsRoom_whenNothingWasSent() {
    try (Poller outputs =
        new Poller(new int[] {one.descriptor()}, new int[] {other.descriptor()})) {
      assertThat(outputs.await(0)).isTrue();
      assertThat(outputs.isReady(0)).isFalse();
      assertThat(outputs.isReady(1)).isTrue();
    }
  }

  @Test
  void shouldSayNo_whenNothingComesInTime() {
    assertThat(poller.await(1)).isFalse();
    assertThat(poller.isReady(0)).isFalse();
    assertThat(poller.isReady(1)).isFalse();
  }

  @Test
  void shouldAllocateNothing_whenSteady() {
    one.sendTo(new byte[10], LOOPBACK, other.localPort());
    double bytes = Allocations.bytesPerStep(3000, step -> assertReady());
    assertThat(bytes).isLessThan(1);
  }

  private void assertReady() {
    if (!poller.await(PATIENCE_MILLIS) || !poller.isReady(1)) {
      throw new AssertionError("not ready");
    }
  }
}
