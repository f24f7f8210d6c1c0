package pqagent.bench.leak;

import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/** Times a trial's subject on inputs of both classes in random order. */
public final class LeakMeter {
  private static final int SAMPLE = 2000;

  private final SplittableRandom random = new SplittableRandom();
  private final Trial trial;
  private final LongSupplier clock;
  private long successes;

  /** Volatile, so that the compiler moves nothing of a subject past the reading of the clock. */
  private volatile boolean success;

  private LeakMeter(Trial trial, LongSupplier clock) {
    this.trial = trial;
    this.clock = clock;
  }

  /**
   * What was found.
   *
   * @param t of the strongest test; positive when the first class took longer
   * @param times how many were taken
   * @param medianNanos a usual one
   * @param successes how often the subject succeeded, warming up included
   */
  public record Finding(double t, long times, double medianNanos, long successes) {
    public Verdict verdict() {
      return Verdict.of(t);
    }
  }

  /** Warms up for a third of the time, then takes times. */
  public static Finding measure(LeakTest test, Duration duration) {
    return measure(test, duration, System::nanoTime);
  }

  static Finding measure(LeakTest test, Duration duration, LongSupplier nanoClock) {
    return new LeakMeter(test.preparation().get(), nanoClock).measure(duration);
  }

  private Finding measure(Duration duration) {
    long start = clock.getAsLong();
    while (clock.getAsLong() - start < duration.toNanos() / 3) {
      time(random.nextInt(2));
    }
    double[] sample = new double[SAMPLE];
    for (int i = 0; i < SAMPLE; i++) {
      sample[i] = time(i % 2);
    }
    CroppedWelch welch = new CroppedWelch(sample);
    long times = 0;
    while (clock.getAsLong() - start < duration.toNanos() || times < SAMPLE) {
      int ofClass = random.nextInt(2);
      welch.add(ofClass, time(ofClass));
      times++;
    }
    Arrays.sort(sample);
    return new Finding(welch.t(), times, sample[SAMPLE / 2], successes);
  }

  private double time(int ofClass) {
    byte[][] inputs = trial.inputs()[ofClass];
    trial.subject().load(inputs[random.nextInt(inputs.length)]);
    success = false;
    long before = clock.getAsLong();
    success = trial.subject().run();
    long after = clock.getAsLong();
    successes += success ? 1 : 0;
    return after - before;
  }
}
