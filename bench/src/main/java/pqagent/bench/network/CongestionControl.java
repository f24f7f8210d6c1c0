package pqagent.bench.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** TCP's congestion controls. Each network namespace has its own for new connections. */
public final class CongestionControl {
  static final String FILE = "/proc/sys/net/ipv4/tcp_congestion_control";

  private static final String AVAILABLE = "/proc/sys/net/ipv4/tcp_available_congestion_control";

  private CongestionControl() {}

  /** This machine's own. */
  public static String current() {
    return read(FILE);
  }

  /** Those that the kernel has at hand, without loading a module. */
  public static List<String> available() {
    return List.of(read(AVAILABLE).split(" ", -1));
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException e) {
      throw new NetworkException("cannot read " + file);
    }
  }
}
