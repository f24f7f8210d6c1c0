package pqagent.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import pqagent.keyserver.KeyDirectory;
import pqagent.keyserver.ServerKeys;

/**
 * Both roles until they are ready and warm, in a network namespace that the launcher made for it:
 * what Java loaded and learnt by then it can keep for the next start (JEP 514).
 */
@Command(name = "train", hidden = true)
final class TrainCommand implements Callable<Integer> {
  private static final int ATTEMPTS = 300;
  private static final long PAUSE_MILLIS = 100;

  @Parameters(index = "0")
  private Path directory;

  @Override
  public Integer call() throws InterruptedException {
    Path keys = directory.resolve("keys");
    try (ServerKeys made = ServerKeys.generate(new SecureRandom())) {
      new KeyDirectory(keys).write(made, false);
    }
    start("client", 9742);
    boolean ready = isServed(9742);
    start("server", 9743, "--keys", keys.toString());
    return ready && isServed(9743) && WarmUp.awaitAll() ? 0 : 1;
  }

  private void start(String role, int metricsPort, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(role, "--setup", "--log-level", "error", "--metrics", ":" + metricsPort));
    arguments.addAll(List.of("--state-dir", directory.resolve(role).toString()));
    arguments.addAll(List.of(more));
    Thread.ofPlatform()
        .daemon()
        .name(role)
        .start(() -> Main.commandLine(role).execute(arguments.toArray(String[]::new)));
  }

  private static boolean isServed(int metricsPort) throws InterruptedException {
    for (int i = 0; i < ATTEMPTS; i++) {
      try (InputStream page =
          URI.create("http://127.0.0.1:" + metricsPort + "/metrics").toURL().openStream()) {
        return page.readAllBytes().length > 0;
      } catch (IOException e) {
        Thread.sleep(PAUSE_MILLIS);
      }
    }
    return false;
  }
}
