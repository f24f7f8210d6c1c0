package pqagent.bench.leak;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pqagent.crypto.primitive.VectorKernels;

class LeakMeterTest {
  private static final Duration SHORT = Duration.ofMillis(600);

  private static LeakTest control() {
    return LeakTests.all().stream().filter(LeakTest::isControl).findFirst().orElseThrow();
  }

  @Test
  void shouldSeeTheControlLeak() {
    LeakMeter.Finding finding = LeakMeter.measure(control(), SHORT);

    assertThat(finding.verdict()).isEqualTo(Verdict.LEAK);
    assertThat(finding.t()).as("the first class is the faster").isNegative();
    assertThat(finding.successes()).isZero();
  }

  @Test
  void shouldSeeNoLeak_whenTimesDependOnNothing() {
    Clockwork subject = new Clockwork(0);
    LeakMeter.Finding finding = LeakMeter.measure(subject.test(), SHORT, () -> subject.nanos);

    assertThat(finding.verdict()).isNotEqualTo(Verdict.LEAK);
    assertThat(finding.times()).isGreaterThan(100_000);
  }

  @Test
  void shouldSeeALeak_whenOneClassTakesAFiftiethLonger() {
    Clockwork subject = new Clockwork(20);
    LeakMeter.Finding finding = LeakMeter.measure(subject.test(), SHORT, () -> subject.nanos);

    assertThat(finding.verdict()).isEqualTo(Verdict.LEAK);
    assertThat(finding.t()).as("the first class is the faster").isNegative();
  }

  /** Moves a clock of its own on, as unevenly as a busy machine would, and more for class 1. */
  private static final class Clockwork implements Subject {
    private final SplittableRandom random = new SplittableRandom(1);
    private final int nanosForClass1;
    private byte ofClass;
    private long nanos;

    Clockwork(int nanosForClass1) {
      this.nanosForClass1 = nanosForClass1;
    }

    LeakTest test() {
      return LeakTest.of("clockwork", "", () -> new Trial(this, new byte[][][] {{{0}}, {{1}}}));
    }

    @Override
    public void load(byte[] input) {
      ofClass = input[0];
    }

    @Override
    public boolean run() {
      boolean interrupted = random.nextInt(100) == 0;
      nanos += 1000 + random.nextInt(200) + (interrupted ? random.nextInt(100_000) : 0);
      nanos += ofClass * nanosForClass1;
      return true;
    }
  }

  static Iterable<LeakTest> all() {
    return LeakTests.all();
  }

  /** What it finds in so short a time means nothing; that it runs does. */
  @ParameterizedTest
  @MethodSource("all")
  void shouldRun(LeakTest test) {
    VectorKernels.warmUp();
    Trial trial = test.preparation().get();
    for (byte[][] inputs : trial.inputs()) {
      trial.subject().load(inputs[inputs.length - 1]);
      assertThat(trial.subject().run())
          .isEqualTo(!test.isControl() && !test.name().contains("tag"));
    }
  }
}
