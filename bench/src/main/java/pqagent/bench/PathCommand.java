package pqagent.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import pqagent.bench.network.CongestionControl;
import pqagent.bench.network.NetworkException;
import pqagent.bench.path.Effort;
import pqagent.bench.path.PathContest;
import pqagent.bench.path.Standing;
import pqagent.bench.report.Machine;
import pqagent.bench.report.Row;
import pqagent.bench.report.Table;
import pqagent.bench.tunnel.Peer;
import pqagent.bench.tunnel.PlainLink;
import pqagent.bench.tunnel.Pqagent;
import pqagent.bench.tunnel.WireguardGo;

/** {@code pqagent bench path}. */
@Command(
    name = "path",
    description = {
      "Measure the way of a packet beside the peers' on network namespaces: about 25 minutes.",
      "Names end in .offload where the link takes super-packets, in .frames where it takes frames.",
      "A number is the median of five rounds, in each of which everybody has a turn, ours first.",
      "packets are the 64-byte datagrams received where less than 1 %% is lost, at the highest rate",
      "of a bisection between 20000 and 400000 a second; 0 when each of its rates lost more.",
      "ratio says how much better ours is: the peer's number over ours where less is better (CPU",
      "seconds, time, memory), ours over the peer's where more is. Above 1, ours is better.",
      "steal is what the hypervisor took meanwhile, in processors, in the worst round;",
      "a run from which it took more than 0.2 is repeated, up to three times in all."
    })
final class PathCommand implements Callable<Integer> {
  private static final Table TABLE = new Table(30, 13, -14, -16, -6, -5);

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(names = "--quick", description = "One round with shorter runs: about five minutes.")
  private boolean quick;

  @Option(
      names = "--congestion",
      paramLabel = "NAME",
      defaultValue = "cubic",
      description = {
        "TCP's congestion control (default: cubic, as Debian has it).",
        "With bbr TCP sends each super-packet by a timer, and everybody,",
        "the plain link too, gets less through."
      })
  private String congestionControl = "cubic";

  @Spec private CommandSpec spec = CommandSpec.create();

  private final List<Row> rows = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    List<String> names = common.select(PathContest.names(), Function.identity());
    common.checkFile();
    common.checkRoot();
    checkCongestionControl();
    PrintWriter out = spec.commandLine().getOut();
    Effort effort = quick ? Effort.QUICK : Effort.FULL;
    long startNanos = System.nanoTime();
    out.println("machine:   " + Machine.description());
    List<Peer> peers = peers(out);
    out.println(
        "packets:   "
            + peers.stream()
                .map(peer -> peer.by() + " " + peer.sizes())
                .collect(Collectors.joining(", ")));
    out.println(
        "tcp:       %s (this machine's own is %s)"
            .formatted(congestionControl, CongestionControl.current()));
    out.printf(
        "warm-up:   %d s of TCP and %d s of UDP after the start of each tunnel, not counted%n",
        Effort.WARM_UP_TCP_SECONDS, Effort.WARM_UP_UDP_SECONDS);
    out.printf(
        "%n%s%n%s%n",
        TABLE.line("figure", "by", "median", "rounds", "ratio", "steal"), TABLE.rule());
    out.flush();
    try (PathContest contest =
        new PathContest(
            effort,
            congestionControl,
            standings -> report(out, standings),
            line -> say(out, line))) {
      contest.hold(peers, names::contains);
    } catch (NetworkException e) {
      return common.failed(e);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - startNanos);
    out.printf("%n%d round(s), in %d s%n", effort.rounds(), took.toSeconds());
    out.flush();
    common.write(rows);
    return 0;
  }

  private void checkCongestionControl() {
    List<String> there = CongestionControl.available();
    if (!there.contains(congestionControl)) {
      throw common.mistake(
          "--congestion %s: this kernel has %s (others perhaps after modprobe tcp_%s)"
              .formatted(congestionControl, String.join(", ", there), congestionControl));
    }
  }

  private static List<Peer> peers(PrintWriter out) {
    List<Peer> peers = new ArrayList<>(List.of(new Pqagent()));
    try {
      peers.add(WireguardGo.find());
    } catch (NetworkException e) {
      out.println("left out:  " + e.getMessage());
    }
    peers.add(new PlainLink());
    return peers;
  }

  private static void say(PrintWriter out, String line) {
    out.println(line);
    out.flush();
  }

  private void report(PrintWriter out, List<Standing> standings) {
    for (Standing standing : standings) {
      out.println(line(standing));
      rows.add(standing.row());
    }
    out.flush();
  }

  private static String line(Standing standing) {
    Double ratio = standing.ratio();
    return TABLE.line(
        standing.peer().isOurs() ? standing.test() + " " + standing.figure().label() : "",
        standing.peer().by(),
        Table.digits(standing.spread().median()) + " " + standing.figure().unit(),
        standing.spread().range(),
        ratio == null ? "" : Table.digits(ratio),
        String.format(Locale.ROOT, "%.2f", standing.mostStolen()));
  }
}
