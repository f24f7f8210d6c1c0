package pqagent.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code pqagent server}, pinned to one processor, until it is closed. */
final class ServerProcess implements AutoCloseable {
  private static final int START_SECONDS = 60;
  private static final int STOP_SECONDS = 10;
  private static final int POLL_MILLIS = 50;

  private final Process process;
  private final Path log;

  private ServerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts it in a network namespace. */
  static ServerProcess start(String namespace, int cpu, Path log, List<String> command)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            "ip", "netns", "exec", namespace, "taskset", "-c", Integer.toString(cpu));
    builder.command().addAll(command);
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    return new ServerProcess(process, log);
  }

  /** Waits until it serves; a LoadException with its last line when it ends or takes too long. */
  void awaitReady() throws IOException, InterruptedException {
    for (int i = 0; i < START_SECONDS * 1000 / POLL_MILLIS; i++) {
      if (Files.readString(log).contains("server is ready")) {
        return;
      }
      if (!process.isAlive()) {
        throw new LoadException("the server ended: " + Tool.lastLine(Files.readString(log)));
      }
      Thread.sleep(POLL_MILLIS);
    }
    throw new LoadException("the server is not ready after %d s".formatted(START_SECONDS));
  }

  long pid() {
    return process.pid();
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
