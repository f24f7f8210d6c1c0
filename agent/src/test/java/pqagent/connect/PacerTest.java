package pqagent.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class PacerTest {
  private static final int REQUESTS = 937;
  private static final long MILLISECOND = 1_000_000L;

  @Property(tries = 60)
  void shouldCompleteWithinBounds_whateverTheNetworkDoes(
      @ForAll @DoubleRange(min = 0, max = 0.3) double loss,
      @ForAll @DoubleRange(min = 0, max = 0.2) double duplicates,
      @ForAll @LongRange(min = 100_000, max = 300 * MILLISECOND) long roundTripNanos,
      @ForAll @DoubleRange(min = 0, max = 1) double jitter,
      @ForAll long seed) {
    SimulatedNetwork network =
        SimulatedNetwork.with(roundTripNanos, seed)
            .loss(loss)
            .duplicates(duplicates)
            .jitter(jitter);
    SimulatedNetwork.Run run = network.run(REQUESTS);

    assertThat(run.answered()).isEqualTo(REQUESTS);
    assertThat(run.maxUnderWay()).isLessThanOrEqualTo(CongestionWindow.MAX);
    assertThat(run.requestsSent()).isLessThan(REQUESTS * 5);
  }

  @Property(tries = 20)
  void shouldLoseLittle_whenTheServerReadsFromASmallBuffer(
      @ForAll @LongRange(min = 100_000, max = 100 * MILLISECOND) long roundTripNanos,
      @ForAll @IntRange(min = 40, max = 200) int buffer,
      @ForAll long seed) {
    SimulatedNetwork.Run run =
        SimulatedNetwork.with(roundTripNanos, seed).server(buffer, MILLISECOND / 2).run(REQUESTS);

    assertThat(run.answered()).isEqualTo(REQUESTS);
    assertThat(run.requestsSent()).isLessThan(REQUESTS * 5 / 4);
  }

  @Property(tries = 20)
  void shouldSendEachRequestOnce_whenNothingIsLost(
      @ForAll @LongRange(min = 100_000, max = 300 * MILLISECOND) long roundTripNanos) {
    SimulatedNetwork.Run run = SimulatedNetwork.with(roundTripNanos, 1).run(REQUESTS);

    assertThat(run.requestsSent()).isEqualTo(REQUESTS);
  }

  @Test
  void shouldBackOff_whenNothingIsAnswered() {
    Pacer pacer = new Pacer(REQUESTS, 0);
    for (int i = 0; i < REQUESTS; i++) {
      pacer.offer(i);
    }
    List<Long> pauses = new ArrayList<>();
    List<Integer> bursts = new ArrayList<>();
    long now = 0;
    for (int round = 0; round < 8; round++) {
      int sent = 0;
      while (pacer.next(now) != Pacer.NONE) {
        sent++;
      }
      bursts.add(sent);
      pauses.add(pacer.wakeNanos() - now);
      now = pacer.wakeNanos();
    }

    assertThat(bursts.getFirst()).isEqualTo(CongestionWindow.INITIAL);
    assertThat(bursts.subList(1, bursts.size())).containsOnly(CongestionWindow.AFTER_TIMEOUT);
    assertThat(pauses).isSorted();
    assertThat(pauses.get(2)).isEqualTo(4 * pauses.get(0));
    assertThat(pauses.getLast()).isEqualTo(RoundTripEstimator.MAX_TIMEOUT_NANOS);
  }

  @Test
  void shouldShrinkOnce_whenOneRoundLosesMany() {
    Pacer pacer = new Pacer(REQUESTS, 0);
    for (int i = 0; i < REQUESTS; i++) {
      pacer.offer(i);
    }
    long now = 0;
    for (int round = 0; round < 3; round++) {
      List<Integer> sent = sendAll(pacer, now);
      now += 10 * MILLISECOND;
      for (int request : sent) {
        pacer.answered(request, now);
      }
    }
    List<Integer> sent = sendAll(pacer, now);
    now += 10 * MILLISECOND;
    for (int i = 8; i < sent.size(); i++) {
      pacer.answered(sent.get(i), now);
    }
    int before = pacer.window();
    sendAll(pacer, now);

    assertThat(pacer.window()).isBetween((int) (before * 0.7), (int) ((before + 1) * 0.7));
  }

  @Test
  void shouldNotShrink_whenOneIsLostByChance() {
    Pacer pacer = new Pacer(REQUESTS, 0);
    for (int i = 0; i < REQUESTS; i++) {
      pacer.offer(i);
    }
    List<Integer> sent = sendAll(pacer, 0);
    for (int i = 1; i < sent.size(); i++) {
      pacer.answered(sent.get(i), 10 * MILLISECOND);
    }

    assertThat(sendAll(pacer, 10 * MILLISECOND)).startsWith(sent.getFirst());
    assertThat(pacer.window()).isGreaterThan(CongestionWindow.INITIAL);
  }

  @Test
  void shouldAskAgainAtOnce_whenAnAnswerIsUseless() {
    Pacer pacer = new Pacer(2, 0);
    pacer.offer(1);
    assertThat(pacer.next(0)).isEqualTo(1);
    assertThat(pacer.next(0)).isEqualTo(Pacer.NONE);

    pacer.useless(1, MILLISECOND);

    assertThat(pacer.next(MILLISECOND)).isEqualTo(1);
    assertThat(pacer.underWay()).isEqualTo(1);
  }

  @Test
  void shouldIgnoreAnswers_toWhatWasAnsweredOrNeverAsked() {
    Pacer pacer = new Pacer(3, 0);
    pacer.offer(0);
    pacer.next(0);
    pacer.answered(0, 1);
    pacer.answered(0, 2);
    pacer.answered(2, 2);
    pacer.useless(2, 2);

    assertThat(pacer.underWay()).isZero();
    assertThat(pacer.next(3)).isEqualTo(Pacer.NONE);
    assertThat(pacer.wakeNanos()).isEqualTo(Long.MAX_VALUE);
  }

  private static List<Integer> sendAll(Pacer pacer, long now) {
    List<Integer> sent = new ArrayList<>();
    for (int i = pacer.next(now); i != Pacer.NONE; i = pacer.next(now)) {
      sent.add(i);
    }
    return sent;
  }
}
