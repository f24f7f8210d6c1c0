package pqagent.bench.leak;

import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Times a trial's subject on inputs of both classes in random order. */
public final class LeakMeter {
  private static final int SAMPLE = 2000;

  private final SplittableRandom random = new SplittableRandom();
  private final Trial trial;
  private long successes;

  /** Volatile, so that the compiler moves nothing of a subject past the reading of the clock. */
  private volatile boolean success;

  private LeakMeter(Trial trial) {
    this.trial = trial;
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
    return new LeakMeter(test.preparation().get()).measure(duration);
  }

  private Finding measure(Duration duration) {
    long start = System.nanoTime();
    while (System.nanoTime() - start < duration.toNanos() / 3) {
      time(random.nextInt(2));
    }
    double[] sample = new double[SAMPLE];
    for (int i = 0; i < SAMPLE; i++) {
      sample[i] = time(i % 2);
    }
    CroppedWelch welch = new CroppedWelch(sample);
    long times = 0;
    while (System.nanoTime() - start < duration.toNanos() || times < SAMPLE) {
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
    long before = System.nanoTime();
    success = trial.subject().run();
    long after = System.nanoTime();
    successes += success ? 1 : 0;
    return after - before;
  }
}
