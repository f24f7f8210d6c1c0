package pqagent.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that runs beside the test; its output is collected, and close ends it. */
public final class Background implements AutoCloseable {
  private static final long KILL_AFTER_SECONDS = 5;

  private final Process process;
  private final Thread reader;
  private final StringBuilder output = new StringBuilder();

  private Background(Process process) {
    this.process = process;
    this.reader = Thread.ofPlatform().daemon().name("output-" + process.pid()).start(this::collect);
  }

  /** Starts it. */
  public static Background start(List<String> command) {
    try {
      return new Background(new ProcessBuilder(command).redirectErrorStream(true).start());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + command, e);
    }
  }

  public Process process() {
    return process;
  }

  /** What it wrote to both outputs so far. */
  public synchronized String output() {
    return output.toString();
  }

  /**
   * Waits until its output contains a text; an AssertionError with the output when it never does.
   */
  public synchronized void awaitOutput(String text, Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (output.indexOf(text) < 0) {
      long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (leftMillis <= 0 || !reader.isAlive()) {
        throw new AssertionError("no \"" + text + "\" in the output:\n" + output);
      }
      wait(Math.min(leftMillis, 100));
    }
  }

  /** Waits for its end; returns its exit status, with the whole output collected. */
  public int awaitExit(Duration limit) throws InterruptedException {
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("still running after " + limit + ":\n" + output());
    }
    reader.join(limit);
    return process.exitValue();
  }

  /** Asks it and its children to end, and kills what stays. */
  @Override
  public void close() {
    List<ProcessHandle> family = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(KILL_AFTER_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor(KILL_AFTER_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    family.forEach(ProcessHandle::destroyForcibly);
  }

  private void collect() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      char[] some = new char[4096];
      for (int n = lines.read(some); n >= 0; n = lines.read(some)) {
        append(some, n);
      }
    } catch (IOException e) {
      append("\n(output ended: " + e + ")");
    }
  }

  private synchronized void append(char[] some, int length) {
    output.append(some, 0, length);
    notifyAll();
  }

  private synchronized void append(String text) {
    output.append(text);
    notifyAll();
  }
}
