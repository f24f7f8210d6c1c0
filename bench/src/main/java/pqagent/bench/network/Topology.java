package pqagent.bench.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Two network namespaces with a link, which stand for two hosts, and a directory for what they
 * keep. The client asks the server for names. All of it goes at the end, and at an interrupt.
 *
 * <pre>
 *   client 192.0.2.2 ─── link0 ─── 192.0.2.1 server      Ethernet, MTU 1500
 * </pre>
 */
public final class Topology implements AutoCloseable {
  public static final String CLIENT_ADDRESS = "192.0.2.2";
  public static final String SERVER_ADDRESS = "192.0.2.1";

  /** The link's name on either side. */
  public static final String LINK_DEVICE = "link0";

  private final String name;
  private final Deque<Service> services = new ArrayDeque<>();
  private @Nullable Path directory;
  private boolean closed;

  private Topology(String name) {
    this.name = name;
  }

  /**
   * Makes both hosts; when that fails, neither stays.
   *
   * @param number tells them from others of this process
   */
  public static Topology make(int number) {
    Topology topology = new Topology("pqb%d-%d".formatted(ProcessHandle.current().pid(), number));
    Runtime.getRuntime().addShutdownHook(new Thread(topology::close, "clean-up"));
    try {
      topology.build();
      return topology;
    } catch (RuntimeException e) {
      topology.close();
      throw e;
    }
  }

  public String client() {
    return name + "c";
  }

  public String server() {
    return name + "s";
  }

  /** Where files of these hosts may lie; goes with them. */
  public synchronized Path directory() {
    if (directory == null) {
      throw new IllegalStateException("not built");
    }
    return directory;
  }

  private synchronized void build() {
    try {
      directory = Files.createTempDirectory("pqagent-bench");
    } catch (IOException e) {
      throw new NetworkException("cannot make a temporary directory: " + e.getMessage());
    }
    Shell.run("ip", "netns", "add", client());
    Shell.run("ip", "netns", "add", server());
    Shell.run(
        List.of(
            ("ip link add %s netns %s type veth peer name %s netns %s"
                    .formatted(LINK_DEVICE, client(), LINK_DEVICE, server()))
                .split(" ", -1)));
    configure(client(), CLIENT_ADDRESS);
    configure(server(), SERVER_ADDRESS);
  }

  private void configure(String host, String address) {
    Shell.run("ip", "-n", host, "link", "set", "lo", "up");
    Shell.run("ip", "-n", host, "address", "add", address + "/24", "dev", LINK_DEVICE);
    Shell.run("ip", "-n", host, "link", "set", LINK_DEVICE, "up");
    try {
      Files.createDirectories(resolverDirectory(host));
      Files.writeString(
          resolverDirectory(host).resolve("resolv.conf"), "nameserver " + SERVER_ADDRESS + "\n");
    } catch (IOException e) {
      throw new NetworkException("cannot write " + resolverDirectory(host));
    }
  }

  private static Path resolverDirectory(String host) {
    return Path.of("/etc/netns", host);
  }

  /**
   * Switches what the link takes over from the hosts at both ends: super-packets of TCP and UDP
   * pass uncut when it is on, and each packet is a frame when it is off.
   */
  public void setOffloads(boolean on) {
    String state = on ? "on" : "off";
    for (String host : List.of(client(), server())) {
      run(
          host,
          "ethtool -K %s tso %s gso %s gro %s tx-udp-segmentation %s"
              .formatted(LINK_DEVICE, state, state, state, state)
              .split(" ", -1));
    }
  }

  /**
   * Sets what TCP uses on both hosts for new connections, such as {@code cubic}. A program that
   * chooses it for itself after bbr would keep the timers of that.
   */
  public void setCongestionControl(String name) {
    String command = "echo %s > %s".formatted(name, CongestionControl.FILE);
    CongestionControl.whileAllowed(
        name, () -> List.of(client(), server()).forEach(host -> run(host, "sh", "-c", command)));
  }

  /** What both ends of the link sent so far. */
  public LinkCount linkCount() {
    return new LinkCount(sent(client()), sent(server()));
  }

  private LinkCount.Sent sent(String host) {
    String counters = "/sys/class/net/" + LINK_DEVICE + "/statistics/tx_";
    List<Long> counts =
        run(host, "cat", counters + "packets", counters + "bytes")
            .lines()
            .map(Long::valueOf)
            .toList();
    return new LinkCount.Sent(counts.get(0), counts.get(1));
  }

  /** The address that a host finds for a name. */
  public String resolve(String host, String dnsName) {
    String[] fields = run(host, "getent", "ahostsv4", dnsName).split("\\s+", -1);
    return fields[0];
  }

  /** Runs a command on a host to its end; a NetworkException when it fails. */
  public String run(String host, String... command) {
    Shell.Outcome outcome = outcome(host, Duration.ofSeconds(60), "", command);
    if (outcome.status() != 0) {
      throw new NetworkException("%s: %s".formatted(String.join(" ", command), outcome.lastLine()));
    }
    return outcome.output();
  }

  /** Runs a command on a host that may fail, with this input. */
  public Shell.Outcome outcome(String host, Duration patience, String input, String... command) {
    Process process;
    synchronized (this) {
      checkOpen();
      process = Shell.start(on(host, List.of(command)));
    }
    return Shell.outcome(process, input, patience);
  }

  /** Starts a process on a host. */
  public synchronized Service start(String host, String name, List<String> command) {
    checkOpen();
    Service service = Service.start(name, directory().resolve(name + ".log"), on(host, command));
    services.push(service);
    return service;
  }

  private void checkOpen() {
    if (closed) {
      throw new NetworkException("interrupted");
    }
  }

  private static List<String> on(String host, List<String> command) {
    List<String> whole = new ArrayList<>(List.of("ip", "netns", "exec", host));
    whole.addAll(command);
    return whole;
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    services.forEach(Service::close);
    for (String host : List.of(client(), server())) {
      killAllOn(host);
      Shell.runQuietly("ip", "netns", "del", host);
      Shell.runQuietly("rm", "-rf", resolverDirectory(host).toString());
    }
    if (directory != null) {
      Shell.runQuietly("rm", "-rf", directory.toString());
    }
  }

  private static void killAllOn(String host) {
    Shell.outcome(List.of("ip", "netns", "pids", host), Duration.ofSeconds(5))
        .output()
        .lines()
        .filter(line -> line.matches("[0-9]+"))
        .forEach(
            pid -> ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly));
  }
}
