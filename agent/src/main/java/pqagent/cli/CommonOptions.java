package pqagent.cli;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.slf4j.event.Level;
import picocli.CommandLine.Option;
import pqagent.datapath.Offload;
import pqagent.error.OperatorException;
import pqagent.peer.AddressRange;
import pqagent.peer.PathMtu;
import pqagent.role.TunnelSettings;

/** Options of client and server that have the same default in both. */
final class CommonOptions {
  static final String AUTO = "auto";

  private static final int MAX_PORT = 65535;
  private static final int MAX_LANES = 32;

  @Option(
      names = "--mtu",
      paramLabel = "BYTES",
      defaultValue = AUTO,
      description =
          "Largest packet inside a tunnel; auto: what the path to each peer takes (default: ${DEFAULT-VALUE}).")
  private String mtu;

  @Option(
      names = "--queues",
      paramLabel = "NUMBER",
      defaultValue = "1",
      description =
          "Queues of either kind, and sockets: more when many peers are too much for one processor (default: ${DEFAULT-VALUE}).")
  private int queues;

  @Option(
      names = "--offload",
      paramLabel = "LIST",
      defaultValue = "gso,gro,coalesce",
      description =
          "Which of gso, gro and coalesce to use, or none: kernels have faults (default: ${DEFAULT-VALUE}).")
  private String offload;

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      defaultValue = "/var/lib/pqagent",
      description = "Where caches are kept (default: ${DEFAULT-VALUE}).")
  private Path stateDirectory;

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      defaultValue = "info",
      description = "error, warn, info, debug or trace (default: ${DEFAULT-VALUE}).")
  private String logLevel;

  @Option(
      names = "--setup",
      description = "Run iptables-rules/install.sh before and remove.sh after.")
  boolean setup;

  /** Checks and gathers the options that make a tunnel. */
  TunnelSettings tunnelSettings(String interfaceName, String address, int port, int firstQueue) {
    if (!interfaceName.matches("[A-Za-z0-9_.-]{1,15}")) {
      throw new OperatorException(
          "--interface %s: want a device name of 1 to 15 letters or digits"
              .formatted(interfaceName));
    }
    return new TunnelSettings(
        interfaceName,
        range(address),
        parsedMtu(),
        port("--port", port),
        queue("--queue", firstQueue, MAX_PORT + 1 - 2 * lanes()),
        lanes(),
        stateDirectory,
        offloads(offload));
  }

  private int lanes() {
    if (queues < 1 || queues > MAX_LANES) {
      throw new OperatorException("--queues %d: want 1 to %d".formatted(queues, MAX_LANES));
    }
    return queues;
  }

  private static Set<Offload> offloads(String text) {
    Set<Offload> offloads = EnumSet.noneOf(Offload.class);
    if (text.equals("none")) {
      return offloads;
    }
    for (String name : text.split(",", -1)) {
      offloads.add(
          Arrays.stream(Offload.values())
              .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      new OperatorException(
                          "--offload %s: want some of gso,gro,coalesce, or none".formatted(text))));
    }
    return offloads;
  }

  private OptionalInt parsedMtu() {
    if (mtu.equals(AUTO)) {
      return OptionalInt.empty();
    }
    int bytes = mtu.matches("[0-9]{1,5}") ? Integer.parseInt(mtu) : 0;
    if (bytes < PathMtu.MIN_BYTES || bytes > PathMtu.MAX_BYTES) {
      throw new OperatorException(
          "--mtu %s: want auto, or %d to %d bytes"
              .formatted(mtu, PathMtu.MIN_BYTES, PathMtu.MAX_BYTES));
    }
    return OptionalInt.of(bytes);
  }

  Level logLevel() {
    try {
      return Level.valueOf(logLevel.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new OperatorException(
          "--log-level %s: want error, warn, info, debug or trace".formatted(logLevel));
    }
  }

  static int port(String option, int port) {
    if (port < 1 || port > MAX_PORT) {
      throw new OperatorException("%s %d: want 1 to %d".formatted(option, port, MAX_PORT));
    }
    return port;
  }

  static int queue(String option, int queue, int max) {
    if (queue < 0 || queue > max) {
      throw new OperatorException("%s %d: want 0 to %d".formatted(option, queue, max));
    }
    return queue;
  }

  /** Where metrics are served: {@code HOST:PORT}, {@code :PORT} for loopback, or {@code off}. */
  static Optional<InetSocketAddress> metricsAddress(String text) {
    if (text.equals("off")) {
      return Optional.empty();
    }
    int colon = text.lastIndexOf(':');
    if (colon < 0 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
      throw new OperatorException("--metrics %s: want ADDRESS:PORT, :PORT or off".formatted(text));
    }
    String host = colon == 0 ? "127.0.0.1" : text.substring(0, colon).replaceAll("[\\[\\]]", "");
    return Optional.of(
        new InetSocketAddress(
            host, port("--metrics", Integer.parseInt(text.substring(colon + 1)))));
  }

  private static AddressRange range(String text) {
    try {
      return AddressRange.parse(text);
    } catch (IllegalArgumentException e) {
      throw new OperatorException("--address: " + e.getMessage());
    }
  }
}
