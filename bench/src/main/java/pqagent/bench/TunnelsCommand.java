package pqagent.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import pqagent.bench.load.LoadException;
import pqagent.bench.load.LoadedServer;
import pqagent.bench.load.ServerWork;
import pqagent.bench.load.TunnelLoad;
import pqagent.bench.report.Machine;
import pqagent.bench.report.Row;
import pqagent.bench.report.Table;

/** {@code pqagent bench tunnels}. */
@Command(
    name = "tunnels",
    description = {
      "Open many tunnels on a server on one processor: about three minutes, as root.",
      "Then send it 40 000 packets a second, of 64 bytes inside, 5 s a round: by turns all through",
      "one tunnel, and as many through all of them in random order.",
      "CPU is the process's time for each packet, inbound that of the thread that opens them alone,",
      "without what is sent back; missed is what it did not open; steal is in processors."
    })
final class TunnelsCommand implements Callable<Integer> {
  private static final String MEMORY = "tunnels.memory";
  private static final String PACKETS = "tunnels.packet";
  private static final int MOST_TUNNELS = 100_000;
  private static final int ROUNDS = 5;
  private static final double MEGABYTE = 1e6;
  private static final Table TABLE = new Table(16, 13, -10, -9, -9, -5, -7, -5);

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = "--tunnels",
      paramLabel = "N",
      defaultValue = "50000",
      description = "How many tunnels (default: ${DEFAULT-VALUE}).")
  private int tunnels = 50_000;

  @Spec private CommandSpec spec = CommandSpec.create();

  private final List<Row> rows = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    List<String> selected = common.select(List.of(MEMORY, PACKETS), name -> name);
    if (tunnels < 1 || tunnels > MOST_TUNNELS) {
      throw common.mistake("--tunnels %d: want 1 to %d".formatted(tunnels, MOST_TUNNELS));
    }
    common.checkFile();
    PrintWriter out = spec.commandLine().getOut();
    out.printf("machine: %s%nload:    %s%n%n", Machine.description(), LoadedServer.description());
    out.flush();
    try (LoadedServer server = LoadedServer.start(tunnels)) {
      server.asClients(() -> measure(server, selected.contains(PACKETS)));
    } catch (LoadException e) {
      throw common.mistake(e.getMessage());
    }
    common.write(rows);
    return 0;
  }

  private Void measure(LoadedServer server, boolean withPackets) throws Exception {
    try (TunnelLoad load = new TunnelLoad(server)) {
      long before = load.residentBytes();
      load.open(tunnels);
      reportMemory(before, load.residentBytes());
      if (withPackets) {
        comparePackets(load);
        reportMemory(before, load.residentBytes());
      }
      return null;
    }
  }

  private void reportMemory(long before, long after) {
    double each = Math.max(0.0, after - before) / tunnels;
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "%d tunnels: %.0f MB in RAM, %.0f MB before them, %.0f B a tunnel%n",
        tunnels,
        after / MEGABYTE,
        before / MEGABYTE,
        each);
    out.flush();
    rows.removeIf(row -> row.name().equals(MEMORY));
    rows.add(new Row(MEMORY, "resident", "MB", after / MEGABYTE, null, null));
    rows.add(new Row(MEMORY, "each", "B/tunnel", each, null, null));
  }

  private void comparePackets(TunnelLoad load) throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%n%s%n%s%n", header(), TABLE.rule());
    print("warm-up", "one tunnel", load.packetsThroughOne());
    print("", "all tunnels", load.packetsThroughAll());
    List<ServerWork> one = new ArrayList<>();
    List<ServerWork> all = new ArrayList<>();
    for (int i = 1; i <= ROUNDS; i++) {
      one.add(load.packetsThroughOne());
      print("round " + i, "one tunnel", one.getLast());
      all.add(load.packetsThroughAll());
      print("", "all tunnels", all.getLast());
    }
    out.println();
    compare("cost", one, all, ServerWork::cpuNanosEach);
    compare("inbound", one, all, ServerWork::inboundNanosEach);
    out.println();
  }

  private void compare(
      String name,
      List<ServerWork> one,
      List<ServerWork> all,
      ToDoubleFunction<ServerWork> nanosEach) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      ratios.add(nanosEach.applyAsDouble(all.get(i)) / nanosEach.applyAsDouble(one.get(i)));
    }
    String row = PACKETS + "." + name;
    double nanosOfOne = median(one.stream().map(nanosEach::applyAsDouble).toList());
    double nanosOfAll = median(all.stream().map(nanosEach::applyAsDouble).toList());
    rows.add(new Row(row, "one", "ns/packet", nanosOfOne, null, null));
    rows.add(new Row(row, "all", "ns/packet", nanosOfAll, null, null));
    rows.add(new Row(row, "ratio", "", median(ratios), null, null));
    spec.commandLine()
        .getOut()
        .printf(
            "%-22s  %s through one, %s through all; median ratio %s%n",
            row, Table.time(nanosOfOne), Table.time(nanosOfAll), Table.digits(median(ratios)));
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private static String header() {
    return TABLE.line(
        "round", "through", "per second", "CPU", "inbound", "busy", "missed", "steal");
  }

  private void print(String round, String through, ServerWork work) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        TABLE.line(
            round,
            through,
            String.format(Locale.ROOT, "%.0f", work.perSecond()),
            Table.time(work.cpuNanosEach()),
            Table.time(work.inboundNanosEach()),
            Table.digits(work.processors()),
            Long.toString(work.missed()),
            String.format(Locale.ROOT, "%.2f", work.stolen())));
    out.flush();
  }
}
