package pqagent.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pqagent.linux.DatagramBatch;
import pqagent.linux.UdpSocket;
import pqagent.peer.Ipv4;

class PumpLoopTest {
  private static final int LOOPBACK = Ipv4.parse("127.0.0.1");
  private static final int PATIENCE_MILLIS = 10_000;

  /** Takes datagrams from a socket of its own. */
  private static final class Taker implements Pump {
    final UdpSocket socket = UdpSocket.bind(0, UdpSocket.Options.ALL);
    final DatagramBatch batch = DatagramBatch.forReceiving(4);
    final Semaphore taken = new Semaphore(0);
    final OptionalInt outlet;
    volatile boolean closed;

    Taker(OptionalInt outlet) {
      this.outlet = outlet;
    }

    @Override
    public OptionalInt outlet() {
      return outlet;
    }

    @Override
    public int descriptor() {
      return socket.descriptor();
    }

    @Override
    public void turn() {
      if (socket.receive(batch) > 0) {
        if (batch.lengths()[0] == 0) {
          throw new IllegalStateException("an empty datagram");
        }
        taken.release(batch.size());
      }
    }

    void send(int bytes) {
      socket.sendTo(new byte[bytes], LOOPBACK, socket.localPort());
    }

    boolean takes(int datagrams) throws InterruptedException {
      return taken.tryAcquire(datagrams, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
      closed = true;
      batch.close();
      socket.close();
    }
  }

  private static Taker taker() {
    return new Taker(OptionalInt.empty());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void shouldTurnEachPumpThatHasSomething_andCloseAllAtTheEnd(int count) throws Exception {
    List<Taker> pumps = Stream.generate(PumpLoopTest::taker).limit(count).toList();
    PumpLoop loop = new PumpLoop(List.copyOf(pumps));
    Thread thread = Thread.ofPlatform().start(loop);
    for (int round = 0; round < 3; round++) {
      for (Taker pump : pumps) {
        pump.send(1);
        pump.send(2);
        assertThat(pump.takes(2)).isTrue();
      }
    }
    loop.stop();
    thread.join(PATIENCE_MILLIS);
    assertThat(thread.isAlive()).isFalse();
    assertThat(pumps).allMatch(pump -> pump.closed);
  }

  /** Poll passes over a negative descriptor: there never is room. */
  @Test
  void shouldTurnTheOthers_whenAPumpsOutletIsFull() throws Exception {
    Taker hindered = new Taker(OptionalInt.of(-1));
    Taker other = taker();
    PumpLoop loop = new PumpLoop(List.of(hindered, other));
    Thread thread = Thread.ofPlatform().start(loop);
    hindered.send(1);
    for (int i = 0; i < 3; i++) {
      other.send(1);
      assertThat(other.takes(1)).isTrue();
    }
    assertThat(hindered.taken.availablePermits()).isZero();
    loop.stop();
    thread.join(PATIENCE_MILLIS);
    assertThat(thread.isAlive()).isFalse();
  }

  @Test
  void shouldCloseAllPumps_whenOneFails() throws Exception {
    List<Taker> pumps = List.of(taker(), taker());
    Thread thread =
        Thread.ofPlatform()
            .uncaughtExceptionHandler((_, _) -> {})
            .start(new PumpLoop(List.copyOf(pumps)));
    pumps.getLast().send(0);
    thread.join(PATIENCE_MILLIS);
    assertThat(thread.isAlive()).isFalse();
    assertThat(pumps).allMatch(pump -> pump.closed);
  }
}
