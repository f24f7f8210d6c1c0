package pqagent.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import pqagent.bench.connect.ConnectContest;
import pqagent.bench.network.NetworkException;
import pqagent.bench.report.Machine;
import pqagent.bench.report.Row;
import pqagent.bench.report.Spread;
import pqagent.bench.report.Table;

/** {@code pqagent bench connect}. */
@Command(
    name = "connect",
    description = {
      "Measure how long a first packet takes through a tunnel that is made for it: two minutes.",
      "The time is that from the DNS reply to the first echo from the server, on network",
      "namespaces, for an agent that is ready and has connected to nobody yet: with the server's",
      "keys on its disk (connect.cached), and with a megabyte to fetch (connect.cold).",
      "handshake is from the DNS reply to the tunnel, as the agent itself says.",
      "A number is the median of five rounds; steal is what the hypervisor took meanwhile, in",
      "processors, in the worst; one from which it took more than 0.2 is repeated, up to three times."
    })
final class ConnectCommand implements Callable<Integer> {
  private static final int ROUNDS = 5;
  private static final Table TABLE = new Table(27, -14, -16, -5);

  @Mixin private CommonOptions common = new CommonOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  private final List<Row> rows = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    List<String> names =
        common.select(List.of(ConnectContest.CACHED, ConnectContest.COLD), Function.identity());
    common.checkFile();
    common.checkRoot();
    PrintWriter out = spec.commandLine().getOut();
    long startNanos = System.nanoTime();
    out.println("machine:   " + Machine.description());
    out.printf("%n%s%n%s%n", TABLE.line("figure", "median", "rounds", "steal"), TABLE.rule());
    out.flush();
    try (ConnectContest contest = new ConnectContest(thisBench())) {
      contest.hold(ROUNDS).stream()
          .filter(standing -> names.contains(standing.name()))
          .forEach(standing -> report(out, standing));
    } catch (NetworkException e) {
      return common.failed(e);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - startNanos);
    out.printf("%n%d round(s), in %d s%n", ROUNDS, took.toSeconds());
    out.flush();
    common.write(rows);
    return 0;
  }

  private void report(PrintWriter out, ConnectContest.Standing standing) {
    report(out, standing, "time", standing.millis());
    report(out, standing, "handshake", standing.handshakeMillis());
  }

  private void report(
      PrintWriter out, ConnectContest.Standing standing, String metric, Spread millis) {
    out.println(
        TABLE.line(
            standing.name() + " " + metric,
            Table.digits(millis.median()) + " ms",
            millis.range(),
            String.format(Locale.ROOT, "%.2f", standing.mostStolen())));
    rows.add(new Row(standing.name(), metric, "ms", millis.median(), null, null));
  }

  private static List<String> thisBench() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        System.getProperty("java.class.path"),
        Main.class.getName());
  }
}
