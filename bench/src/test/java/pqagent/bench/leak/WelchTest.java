package pqagent.bench.leak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class WelchTest {
  @Test
  void shouldBeTheTextbooksNumber() {
    Welch welch = new Welch();
    for (int i = 1; i <= 5; i++) {
      welch.add(0, i);
      welch.add(1, 2 * i);
    }

    // Means 3 and 6, variances 2.5 and 10.
    assertThat(welch.t()).isCloseTo(-3 / Math.sqrt(2.5 / 5 + 10.0 / 5), within(1e-12));
    assertThat(welch.count()).isEqualTo(5);
  }

  @Test
  void shouldSayNothing_whenAClassHasOneNumber() {
    Welch welch = new Welch();
    welch.add(0, 1);
    welch.add(0, 2);
    welch.add(1, 100);

    assertThat(welch.t()).isZero();
  }

  /** Times of about 1000, one in ten of them lengthened by much, as by an interrupt. */
  private static double time(Random random, double longerBy) {
    double interrupt = random.nextInt(10) == 0 ? 1e6 * random.nextDouble() : 0;
    return 1000 + longerBy + 5 * random.nextGaussian() + interrupt;
  }

  private static CroppedWelch cropped(Random random, double longerBy) {
    CroppedWelch welch = new CroppedWelch(random.doubles(1000).map(x -> time(random, 0)).toArray());
    for (int i = 0; i < 20_000; i++) {
      int ofClass = random.nextInt(2);
      welch.add(ofClass, time(random, ofClass * longerBy));
    }
    return welch;
  }

  @Test
  void shouldSeeADifference_whenInterruptsHideIt() {
    assertThat(Verdict.of(cropped(new Random(1), 2).t())).isEqualTo(Verdict.LEAK);
    assertThat(cropped(new Random(1), 2).t()).isNegative();
  }

  @Test
  void shouldSeeNone_whenThereIsNone() {
    assertThat(Verdict.of(cropped(new Random(2), 0).t())).isEqualTo(Verdict.NONE_SEEN);
  }

  @Test
  void shouldJudgeByTheSizeOfT() {
    assertThat(Verdict.of(4.4)).isEqualTo(Verdict.NONE_SEEN);
    assertThat(Verdict.of(-4.6)).isEqualTo(Verdict.DOUBTFUL);
    assertThat(Verdict.of(-10.1)).isEqualTo(Verdict.LEAK);
  }
}
