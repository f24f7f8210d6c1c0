package pqagent.bench.connect;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import pqagent.bench.measure.Measured;
import pqagent.bench.network.NetworkException;
import pqagent.bench.network.Service;
import pqagent.bench.network.Shell;
import pqagent.bench.network.Topology;
import pqagent.bench.report.Spread;
import pqagent.bench.tunnel.Pqagent;

/**
 * Visits a server once with each of many client agents. In each round the first agent has nothing
 * on its disk, and the second what the first has kept.
 */
public final class ConnectContest implements AutoCloseable {
  /** No key of the server on disk, and the one megabyte to fetch. */
  public static final String COLD = "connect.cold";

  /** The server's keys on disk. */
  public static final String CACHED = "connect.cached";

  private static final int ECHO_PORT = 7007;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Topology hosts = Topology.make(0);
  private final List<String> bench;
  private int directories;

  /**
   * Starts the server's side.
   *
   * @param bench the command that runs a command of this bench
   */
  public ConnectContest(List<String> bench) {
    this.bench = List.copyOf(bench);
    try {
      Pqagent.announce(hosts);
      hosts
          .start(hosts.server(), "echo", command("echo", Integer.toString(ECHO_PORT)))
          .awaitLog("ready");
      Pqagent.awaitReady(Pqagent.startServer(hosts));
    } catch (RuntimeException e) {
      hosts.close();
      throw e;
    }
  }

  /**
   * What came of all rounds.
   *
   * @param millis from the DNS reply to the echo
   * @param handshakeMillis from the DNS reply to the tunnel, as the agent says
   * @param mostStolen processors that the hypervisor took in the round in which it took most
   */
  public record Standing(String name, Spread millis, Spread handshakeMillis, double mostStolen) {
    private static Standing of(String name, List<Measured<Seen>> seen) {
      return new Standing(
          name,
          Spread.of(seen.stream().map(one -> one.value().millis()).toList()),
          Spread.of(seen.stream().map(one -> one.value().handshakeMillis()).toList()),
          seen.stream().mapToDouble(Measured::stolen).max().orElseThrow());
    }
  }

  private record Seen(double millis, double handshakeMillis) {}

  /** Holds the rounds. */
  public List<Standing> hold(int rounds) {
    List<Measured<Seen>> cold = new ArrayList<>();
    List<Measured<Seen>> cached = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      cold.add(visit(this::freshDirectory));
      cached.add(visit(this::lastDirectory));
    }
    return List.of(Standing.of(CACHED, cached), Standing.of(COLD, cold));
  }

  private Measured<Seen> visit(Supplier<Path> state) {
    return Measured.leastDisturbed(
        () -> {
          try (Service client = Pqagent.startClient(hosts, state.get())) {
            Pqagent.awaitReady(client);
            return visit();
          }
        });
  }

  private Seen visit() {
    Shell.Outcome outcome =
        hosts.outcome(
            hosts.client(),
            PATIENCE,
            "",
            command("visit", Pqagent.NAME, Topology.SERVER_ADDRESS, Integer.toString(ECHO_PORT))
                .toArray(String[]::new));
    if (outcome.status() != 0) {
      throw new NetworkException("visit: " + outcome.lastLine());
    }
    String[] fields = outcome.lastLine().split(" ", -1);
    return new Seen(Double.parseDouble(fields[0]), Double.parseDouble(fields[1]));
  }

  private Path freshDirectory() {
    directories++;
    return lastDirectory();
  }

  private Path lastDirectory() {
    return hosts.directory().resolve("client" + directories);
  }

  private List<String> command(String... arguments) {
    List<String> command = new ArrayList<>(bench);
    command.addAll(List.of(arguments));
    return command;
  }

  @Override
  public void close() {
    hosts.close();
  }
}
