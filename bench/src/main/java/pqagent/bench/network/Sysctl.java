package pqagent.bench.network;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The kernel's settings: files under {@code /proc/sys}. */
final class Sysctl {
  private Sysctl() {}

  /** Reads it at once: of a number the kernel gives what fits into the first read, and no more. */
  static String read(String file) {
    try (BufferedReader reader = Files.newBufferedReader(Path.of(file))) {
      return reader.readLine();
    } catch (IOException e) {
      throw new NetworkException("cannot read " + file);
    }
  }

  static void write(String file, String text) {
    try {
      Files.writeString(Path.of(file), text);
    } catch (IOException e) {
      throw new NetworkException("cannot write %s to %s".formatted(text, file));
    }
  }
}
