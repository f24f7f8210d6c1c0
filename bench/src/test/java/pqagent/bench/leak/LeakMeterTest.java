package pqagent.bench.leak;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
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

  /** The control's own inputs, compared in constant time. */
  @Test
  void shouldSeeNoLeak_whenTheSameIsComparedInConstantTime() {
    Trial leaky = control().preparation().get();
    byte[] other = new byte[leaky.inputs()[0][0].length];
    byte[] guess = other.clone();
    Subject careful =
        new Subject() {
          @Override
          public void load(byte[] input) {
            System.arraycopy(input, 0, guess, 0, guess.length);
          }

          @Override
          public boolean run() {
            return MessageDigest.isEqual(guess, other);
          }
        };

    LeakTest test = LeakTest.of("careful", "", () -> new Trial(careful, leaky.inputs()));
    // What a busy machine does to one short measurement it does not do to most of three.
    List<LeakMeter.Finding> findings =
        Stream.generate(() -> LeakMeter.measure(test, SHORT)).limit(3).toList();

    assertThat(findings)
        .filteredOn(finding -> finding.verdict() != Verdict.LEAK)
        .hasSizeGreaterThanOrEqualTo(2);
    assertThat(findings).allMatch(finding -> finding.times() > 1000);
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
