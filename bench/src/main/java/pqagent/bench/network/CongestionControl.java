package pqagent.bench.network;

import java.util.List;

/** TCP's congestion controls. Each network namespace has its own for new connections. */
public final class CongestionControl {
  static final String FILE = "/proc/sys/net/ipv4/tcp_congestion_control";

  static final String ALLOWED = "/proc/sys/net/ipv4/tcp_allowed_congestion_control";

  private static final String AVAILABLE = "/proc/sys/net/ipv4/tcp_available_congestion_control";

  private CongestionControl() {}

  /** This machine's own. */
  public static String current() {
    return Sysctl.read(FILE);
  }

  /** Those that the kernel has at hand, without loading a module. */
  public static List<String> available() {
    return names(Sysctl.read(AVAILABLE));
  }

  /**
   * Does what gives it to a network namespace. The kernel lets those have what it allows everybody;
   * so it allows this one meanwhile.
   */
  static void whileAllowed(String name, Runnable work) {
    String allowed = Sysctl.read(ALLOWED);
    if (names(allowed).contains(name)) {
      work.run();
      return;
    }
    Sysctl.write(ALLOWED, allowed + " " + name);
    try {
      work.run();
    } finally {
      Sysctl.write(ALLOWED, allowed);
    }
  }

  private static List<String> names(String list) {
    return List.of(list.split(" ", -1));
  }
}
