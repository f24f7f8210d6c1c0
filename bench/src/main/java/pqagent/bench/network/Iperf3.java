package pqagent.bench.network;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Loads the way from the client to the server with iperf3: one run at a time. */
public final class Iperf3 {
  private static final int SPARE_SECONDS = 10;
  private static final int FIRST_PORT = 5201;
  private static final int PORTS = 1000;
  private static final long BUFFER_BYTES = 4 << 20;
  private static final List<String> BUFFER_LIMITS =
      List.of("/proc/sys/net/core/rmem_max", "/proc/sys/net/core/wmem_max");

  private final Topology hosts;
  private int runs;

  public Iperf3(Topology hosts) {
    this.hosts = hosts;
  }

  /**
   * Sends as much as TCP does.
   *
   * @param target the server's address, plain or in a tunnel
   * @param options such as {@code -R}
   */
  public Iperf3Report.Stream tcp(String target, int seconds, List<String> options) {
    return Iperf3Report.stream(run(target, seconds, options).output());
  }

  /**
   * Sends datagrams at a rate, through sockets that hold 4 MB or the most that the kernel lets a
   * program ask for: the 208 KB of a socket that did not ask are 256 small datagrams, and full
   * whenever the receiving program waits its turn for two milliseconds. When iperf3 fails, as it
   * may when a link has more than it can take, none of them arrived.
   *
   * @param bytes of each datagram's payload
   * @param rate datagrams a second
   */
  public Iperf3Report.Datagrams udp(String target, int seconds, int bytes, int rate) {
    long bits = 8L * bytes * rate;
    List<String> options =
        List.of("-u", "-l", "" + bytes, "-b", "" + bits, "-w", "" + bufferBytes());
    Shell.Outcome outcome = run(target, seconds, options);
    return outcome.status() == 0
        ? Iperf3Report.datagrams(outcome.output())
        : new Iperf3Report.Datagrams((long) rate * seconds, (long) rate * seconds, seconds);
  }

  private static long bufferBytes() {
    return BUFFER_LIMITS.stream()
        .mapToLong(file -> Long.parseLong(Sysctl.read(file)))
        .reduce(BUFFER_BYTES, Math::min);
  }

  /**
   * Each run has a port of its own: a server takes the first datagram for its client's, and one of
   * the run before may still be under way.
   */
  private Shell.Outcome run(String target, int seconds, List<String> options) {
    String port = Integer.toString(FIRST_PORT + runs++ % PORTS);
    List<String> command = new ArrayList<>(List.of("iperf3", "-J", "-c", target, "-p", port));
    command.addAll(List.of("-t", Integer.toString(seconds)));
    command.addAll(options);
    List<String> serving = List.of("iperf3", "-s", "-1", "-p", port, "--forceflush");
    try (Service server = hosts.start(hosts.server(), "iperf3", serving)) {
      server.awaitLog("listening");
      return hosts.outcome(
          hosts.client(),
          Duration.ofSeconds(seconds + SPARE_SECONDS),
          "",
          command.toArray(String[]::new));
    }
  }
}
