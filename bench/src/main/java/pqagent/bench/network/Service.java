package pqagent.bench.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A process on a host that runs until it is closed. What it says goes to a file. */
public final class Service implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration STEP = Duration.ofMillis(2);
  private static final int STOP_SECONDS = 5;

  private final String name;
  private final Path log;
  private final Process process;
  private final long startNanos;

  private Service(String name, Path log, Process process, long startNanos) {
    this.name = name;
    this.log = log;
    this.process = process;
    this.startNanos = startNanos;
  }

  static Service start(String name, Path log, List<String> command) {
    long startNanos = System.nanoTime();
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .redirectInput(Path.of("/dev/null").toFile())
              .start();
      return new Service(name, log, process, startNanos);
    } catch (IOException e) {
      throw new NetworkException("cannot start %s: %s".formatted(name, e.getMessage()));
    }
  }

  /** Waits until it logged this, and returns how long after its start that was. */
  public Duration awaitLog(String text) {
    return await(() -> said().contains(text));
  }

  /**
   * Waits until this is so, and returns how long after its start that was; a NetworkException when
   * it ends before.
   */
  public Duration await(BooleanSupplier ready) {
    while (!ready.getAsBoolean()) {
      if (!process.isAlive()) {
        throw ended();
      }
      if (age().compareTo(PATIENCE) > 0) {
        throw new NetworkException(
            "%s is not ready after %d s: %s".formatted(name, PATIENCE.toSeconds(), lastLine()));
      }
      pause(STEP);
    }
    return age();
  }

  /** Sleeps; a NetworkException when interrupted. */
  public static void pause(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NetworkException("interrupted");
    }
  }

  /** What it takes; a NetworkException when it has ended. */
  public ProcessUsage usage() {
    if (!process.isAlive()) {
      throw ended();
    }
    return new ProcessUsage(name, process.pid());
  }

  private NetworkException ended() {
    return new NetworkException("%s ended: %s".formatted(name, lastLine()));
  }

  private Duration age() {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }

  private String said() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new NetworkException("cannot read %s: %s".formatted(log, e.getMessage()));
    }
  }

  private String lastLine() {
    return said().lines().reduce((_, line) -> line).orElse("it said nothing");
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
