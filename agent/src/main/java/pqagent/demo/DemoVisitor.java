package pqagent.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** What runs on the demo's client host. */
public final class DemoVisitor {
  private static final List<String> METERS =
      List.of(
          "pqagent_handshakes_total",
          "pqagent_tunnels{",
          "pqagent_tunnel_bytes_total",
          "pqagent_dns_replies_total");

  private DemoVisitor() {}

  /**
   * Does what any program does that knows nothing of the agent: looks a name up and downloads a
   * file. Returns the exit status.
   */
  public static int visit(String host, long expectedBytes, PrintStream out) throws IOException {
    InetAddress address = InetAddress.getByName(host);
    byte[] buffer = new byte[1 << 18];
    long bytes = 0;
    long asked = System.nanoTime();
    long start;
    try (InputStream body = URI.create("http://" + host + "/file").toURL().openStream()) {
      start = System.nanoTime();
      for (int n = body.read(buffer); n > 0; n = body.read(buffer)) {
        bytes += n;
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    out.printf("the client's resolver says     %s%n", address.getHostAddress());
    out.printf(Locale.ROOT, "connected, answer after        %.2f s%n", (start - asked) / 1e9);
    out.printf(
        Locale.ROOT,
        "downloaded                     %d MB in %.2f s: %.0f Mbit/s%n",
        bytes >> 20,
        seconds,
        bytes * 8 / 1e6 / seconds);
    return bytes == expectedBytes ? 0 : 1;
  }

  /** Prints the agent's meters that the demo is about, those that counted something. */
  public static void showMeters(PrintStream out) throws IOException {
    try (InputStream body = URI.create("http://127.0.0.1:9742/metrics").toURL().openStream()) {
      new String(body.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> METERS.stream().anyMatch(line::startsWith) && !line.endsWith(" 0.0"))
          .forEach(out::println);
    }
  }
}
