package pqagent.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import pqagent.bench.crypto.Catalogue;
import pqagent.bench.crypto.Operation;
import pqagent.bench.crypto.Peers;
import pqagent.bench.measure.Contest;
import pqagent.bench.measure.Effort;
import pqagent.bench.measure.Standing;
import pqagent.bench.report.Machine;
import pqagent.bench.report.Row;
import pqagent.bench.report.Table;

/** {@code pqagent bench crypto}. */
@Command(
    name = "crypto",
    description = {
      "Time the primitives beside their peers': about ten minutes.",
      "Each implementation of an operation has a JVM of its own and a turn in each round;",
      "a time is the median of the rounds, ratio is the peer's over ours (above 1: ours is faster).",
      "steal is what the hypervisor took meanwhile, in processors, in the worst round;",
      "a turn from which it took more than 0.2 is taken again, up to three times."
    })
final class CryptoCommand implements Callable<Integer> {
  private static final Table TABLE = new Table(27, 13, -9, -19, -7, -7, -5);

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(names = "--quick", description = "One round with shorter turns: about three minutes.")
  private boolean quick;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    List<Operation> operations = common.select(Catalogue.operations(), Operation::name);
    common.checkFile();
    PrintWriter out = spec.commandLine().getOut();
    Effort effort = quick ? Effort.QUICK : Effort.FULL;
    long startNanos = System.nanoTime();
    out.println("machine:   " + Machine.description());
    out.println("libraries: " + Peers.present());
    Peers.missing().ifPresent(files -> out.printf("left out:  %s (not installed here)%n", files));
    out.printf("%n%s%n%s%n", header(), TABLE.rule());
    out.flush();
    Contest contest = new Contest(effort);
    List<Row> rows = new ArrayList<>();
    for (Operation operation : operations) {
      for (Standing standing : Standing.of(contest.hold(operation))) {
        out.println(line(operation, standing));
        rows.addAll(rows(operation, standing));
      }
      out.flush();
    }
    Duration took = Duration.ofNanos(System.nanoTime() - startNanos);
    out.printf("%n%d round(s), in %d s%n", effort.rounds(), took.toSeconds());
    out.flush();
    common.write(rows);
    return 0;
  }

  private static String header() {
    return TABLE.line("operation", "by", "median", "rounds", "ratio", "B/op", "steal");
  }

  private static String line(Operation operation, Standing standing) {
    boolean ours = standing.implementation().isOurs();
    return TABLE.line(
        ours ? operation.name() : "",
        standing.implementation().by(),
        Table.time(standing.nanos()),
        Table.times(standing.leastNanos(), standing.mostNanos()),
        ours ? "" : Table.digits(standing.ratio()),
        String.format(Locale.ROOT, "%.0f", standing.allocatedBytes()),
        String.format(Locale.ROOT, "%.2f", standing.mostStolen()));
  }

  private static List<Row> rows(Operation operation, Standing standing) {
    boolean ours = standing.implementation().isOurs();
    String peer = ours ? null : standing.implementation().by();
    List<Row> rows = new ArrayList<>();
    rows.add(
        new Row(
            operation.name(),
            "time",
            "ns/op",
            standing.nanos(),
            peer,
            ours ? null : standing.ratio()));
    if (operation.onPacketPath()) {
      rows.add(new Row(operation.name(), "alloc", "B/op", standing.allocatedBytes(), peer, null));
    }
    return rows;
  }
}
