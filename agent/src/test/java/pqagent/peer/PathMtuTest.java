package pqagent.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** A search over a path that is made up here: what it takes, and what the kernel knows of that. */
class PathMtuTest {
  private static final long STEP_NANOS = 100_000_000L;
  private static final int OVERHEAD = 84;

  private final PathMtu search = PathMtu.auto();
  private final List<Integer> probes = new ArrayList<>();
  private int pathTakes = 1500;
  private int kernelKnows = 1500;
  private boolean icmp;
  private boolean answers = true;
  private boolean flowing = true;
  private boolean doubted;
  private long nowNanos;

  /** Lets the clock run; what arrives is answered a step later. */
  private void run(int seconds) {
    long end = nowNanos + seconds * 1_000_000_000L;
    int awaited = 0;
    for (; nowNanos < end; nowNanos += STEP_NANOS) {
      if (awaited != 0) {
        search.answered(awaited, nowNanos);
        awaited = 0;
      }
      if (search.isDue(nowNanos, flowing, doubted)) {
        Optional<PathMtu.Probe> probe = search.next(nowNanos, flowing, kernelKnows);
        probe.ifPresent(sent -> probes.add(sent.bytes()));
        boolean arrived = probe.isPresent() && probe.get().bytes() + OVERHEAD <= pathTakes;
        awaited = arrived && answers ? probe.get().sequence() : 0;
        if (probe.isPresent() && !arrived && icmp) {
          kernelKnows = pathTakes;
        }
      }
    }
  }

  @Test
  void shouldFindAnEthernet_byOneProbe() {
    run(10);
    assertThat(search.maxInnerBytes()).isEqualTo(1416);
    assertThat(probes).containsExactly(1416);
  }

  @Test
  void shouldBelieveICMP_whenAProbeCausedOne() {
    pathTakes = 1400;
    icmp = true;
    run(10);
    assertThat(search.maxInnerBytes()).isEqualTo(1316);
    assertThat(probes).containsExactly(1416, 1316);
  }

  @Property
  void shouldFindWhatThePathTakes_whenNobodySaysIt(
      @ForAll @IntRange(min = 660, max = 9000) int takes,
      @ForAll @IntRange(min = 660, max = 9000) int known) {
    pathTakes = takes;
    kernelKnows = known;
    int most = Math.min(takes, known) - OVERHEAD;
    run(50);
    assertThat(search.maxInnerBytes()).isBetween(most - PathMtu.PRECISION_BYTES, most);
    assertThat(probes).hasSizeLessThan(2 * 14);
    search.restart();
    probes.clear();
  }

  @Test
  void shouldStayAtTheBase_whenNobodyAnswers() {
    answers = false;
    run(500);
    assertThat(search.maxInnerBytes()).isEqualTo(PathMtu.BASE_BYTES);
    assertThat(probes).containsExactly(1416, 1416, 1200, 1200, 576, 576);
  }

  @Test
  void shouldConfirmOnceAMinute_onlyWhileDataFlows() {
    run(59);
    flowing = false;
    run(200);
    assertThat(probes).containsExactly(1416);
    flowing = true;
    run(180);
    assertThat(probes).containsExactly(1416, 1416, 1416, 1416);
  }

  @Test
  void shouldSearchAgain_whenLargePacketsVanish() {
    run(30);
    pathTakes = 1400;
    run(50);
    assertThat(search.maxInnerBytes()).isBetween(1316 - PathMtu.PRECISION_BYTES, 1316);
    assertThat(probes).startsWith(1416, 1416, 1416, 1416, 1200);
  }

  @Test
  void shouldAskAtOnce_whenTheSizeIsDoubted() {
    run(10);
    pathTakes = 1400;
    doubted = true;
    run(4);
    assertThat(search.maxInnerBytes()).isLessThanOrEqualTo(1316);
    assertThat(probes).startsWith(1416, 1416, 1416, 1416, 1200);
  }

  @Test
  void shouldFindItAgain_whenThePeerWasAwayForAWhile() {
    run(10);
    answers = false;
    doubted = true;
    run(10);
    assertThat(search.maxInnerBytes()).isEqualTo(PathMtu.BASE_BYTES);
    answers = true;
    doubted = false;
    run(65);
    assertThat(search.maxInnerBytes()).isEqualTo(1416);
  }

  @Test
  void shouldAskOnceASecond_whenAskedByTwoThreadsOrAPeerThatHopsAbout() {
    assertThat(search.next(0, true, 1500)).isPresent();
    assertThat(search.next(0, true, 1500)).isEmpty();
    search.restart();
    assertThat(search.isDue(PathMtu.PROBE_NANOS - 1, true, true)).isFalse();
    assertThat(search.next(PathMtu.PROBE_NANOS - 1, true, 1500)).isEmpty();
    assertThat(search.next(PathMtu.PROBE_NANOS, true, 1500)).isPresent();
  }

  @Test
  void shouldRaise_afterTenMinutes() {
    pathTakes = 1400;
    icmp = true;
    run(300);
    pathTakes = 1500;
    kernelKnows = 1500;
    run(299);
    assertThat(search.maxInnerBytes()).isEqualTo(1316);
    run(10);
    assertThat(search.maxInnerBytes()).isEqualTo(1416);
  }

  @Test
  void shouldKeepWhatWasFound_whenMoreIsTriedInVain() {
    pathTakes = 1400;
    run(30);
    int found = search.maxInnerBytes();
    run(640);
    assertThat(search.maxInnerBytes()).isEqualTo(found);
  }

  @Test
  void shouldObeyTheKernel_downToAFloor() {
    run(10);
    search.obey(nowNanos, 1400);
    assertThat(search.maxInnerBytes()).isEqualTo(1316);
    search.obey(nowNanos, 552);
    assertThat(search.maxInnerBytes()).isEqualTo(PathMtu.MIN_BYTES);
    search.obey(nowNanos, 1500);
    assertThat(search.maxInnerBytes()).isEqualTo(PathMtu.MIN_BYTES);
  }

  @Test
  void shouldStartAgain_whenThePathIsAnotherOne() {
    run(10);
    search.restart();
    assertThat(search.maxInnerBytes()).isEqualTo(PathMtu.BASE_BYTES);
    run(10);
    assertThat(search.maxInnerBytes()).isEqualTo(1416);
  }

  @Test
  void shouldIgnoreAnAnswer_thatIsNotAwaited() {
    PathMtu.Probe first = search.next(0, true, 1500).orElseThrow();
    assertThat(search.answered(first.sequence() + 1, 0)).isFalse();
    assertThat(search.answered(0, 0)).isFalse();
    search.restart();
    assertThat(search.answered(first.sequence(), 0)).isFalse();
    assertThat(search.maxInnerBytes()).isEqualTo(PathMtu.BASE_BYTES);
  }

  @Test
  void shouldIgnoreAnAnswer_thatAnotherSearchAwaits() {
    PathMtu.Probe own = search.next(0, true, 1500).orElseThrow();
    PathMtu.Probe others = PathMtu.auto().next(0, true, 1400).orElseThrow();
    assertThat(search.answered(others.sequence(), 0)).isFalse();
    assertThat(search.answered(own.sequence(), 0)).isTrue();
  }

  @Test
  void shouldAnswerSoManyASecond_andNoMore() {
    for (int i = 0; i < PathMtu.MAX_ANSWERS_A_SECOND; i++) {
      assertThat(search.mayAnswer(i)).isTrue();
    }
    assertThat(search.mayAnswer(999_999_999L)).isFalse();
    assertThat(search.mayAnswer(1_000_000_000L)).isTrue();
  }

  @Test
  void shouldAskNothing_whenAnOperatorSaidTheSize() {
    PathMtu fixed = PathMtu.fixed(1300);
    assertThat(fixed.isDue(nowNanos, true, true)).isFalse();
    fixed.restart();
    fixed.obey(nowNanos, 1200);
    assertThat(fixed.maxInnerBytes()).isEqualTo(1300);
  }
}
