package pqagent.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import pqagent.error.OperatorException;

/**
 * A process of the demo that runs until it is closed. What it says to standard error goes to a
 * file.
 */
final class Child implements AutoCloseable {
  private static final int START_SECONDS = 20;
  private static final int STOP_SECONDS = 5;

  private final String name;
  private final Path log;
  private final Process process;
  private final BufferedReader out;
  private final PrintStream in;

  private Child(String name, Path log, Process process) {
    this.name = name;
    this.log = log;
    this.process = process;
    this.out = process.inputReader(StandardCharsets.UTF_8);
    this.in = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
  }

  static Child start(String name, Path directory, List<String> command) {
    Path log = directory.resolve(name + ".log");
    try {
      return new Child(name, log, new ProcessBuilder(command).redirectError(log.toFile()).start());
    } catch (IOException e) {
      throw new OperatorException("cannot start " + name + ": " + e.getMessage());
    }
  }

  void send(String line) {
    in.println(line);
  }

  /** Reads standard output up to a line that is {@code end}. */
  String readUntil(String end) {
    StringBuilder text = new StringBuilder();
    try {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.equals(end)) {
          return text.toString();
        }
        text.append(line).append(System.lineSeparator());
      }
    } catch (IOException e) {
      throw failure();
    }
    throw failure();
  }

  /** Waits until it logged this; an OperatorException when it ends or takes too long. */
  void awaitLog(String text) {
    try {
      for (int i = 0; i < START_SECONDS * 20; i++) {
        if (Files.readString(log).contains(text)) {
          return;
        }
        if (!process.isAlive()) {
          throw failure();
        }
        Thread.sleep(50);
      }
    } catch (IOException e) {
      throw new OperatorException("cannot read " + log + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new OperatorException(
        "the demo's %s is not ready after %d s".formatted(name, START_SECONDS));
  }

  long pid() {
    return process.pid();
  }

  private OperatorException failure() {
    String last;
    try {
      last = Files.readAllLines(log).stream().reduce((_, line) -> line).orElse("it said nothing");
    } catch (IOException e) {
      last = e.getMessage();
    }
    return new OperatorException("the demo's %s ended: %s".formatted(name, last));
  }

  @Override
  public void close() {
    in.close();
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
