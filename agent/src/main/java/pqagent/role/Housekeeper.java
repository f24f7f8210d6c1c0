package pqagent.role;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one timer thread. A task that throws is logged and runs again the next time. */
final class Housekeeper implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Housekeeper.class);

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().name("housekeeper").unstarted(task));

  /** Runs a task again and again; it is given the monotonic clock in nanoseconds. */
  void every(long millis, LongConsumer task) {
    var unused =
        timer.scheduleWithFixedDelay(() -> runGuarded(task), millis, millis, TimeUnit.MILLISECONDS);
  }

  private static void runGuarded(LongConsumer task) {
    try {
      task.accept(System.nanoTime());
    } catch (RuntimeException e) {
      log.error("a periodic task failed", e);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    timer.close();
  }
}
