package pqagent.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import pqagent.bench.load.LoadedServer;
import pqagent.bench.load.ServerWork;
import pqagent.bench.load.TunnelLoad;
import pqagent.bench.network.NetworkException;
import pqagent.bench.report.Machine;
import pqagent.bench.report.Row;
import pqagent.bench.report.Table;

/** {@code pqagent bench tunnels}. */
@Command(
    name = "tunnels",
    description = {
      "Open many tunnels on a server on one processor: about three minutes, as root.",
      "Then send it 40 000 packets a second, of 64 bytes inside, 5 s a round: by turns all through",
      "one tunnel, of one flow, which are joined on their way in; through it, each of another flow",
      "than the one before; and as many through all of them in random order.",
      "CPU is the process's time for each packet, pumps that of the thread that opens them and seals",
      "what is sent back; missed is what it did not open; steal is in processors."
    })
final class TunnelsCommand implements Callable<Integer> {
  private static final String MEMORY = "tunnels.memory";
  private static final String PACKETS = "tunnels.packet";
  private static final int MOST_TUNNELS = 100_000;
  private static final int ROUNDS = 5;
  private static final double MEGABYTE = 1e6;

  /**
   * Which way packets go; the metrics are those of its time, and of how many times it ALL takes.
   */
  private enum Way {
    ONE("one tunnel", "one", "ratio", TunnelLoad::packetsThroughOne),
    FLOWS("one, in flows", "flows", "flows_ratio", TunnelLoad::flowsThroughOne),
    ALL("all tunnels", "all", "", TunnelLoad::packetsThroughAll);

    private interface Load {
      ServerWork apply(TunnelLoad load) throws Exception;
    }

    private final String through;
    private final String metric;
    private final String ratioMetric;
    private final Load load;

    Way(String through, String metric, String ratioMetric, Load load) {
      this.through = through;
      this.metric = metric;
      this.ratioMetric = ratioMetric;
      this.load = load;
    }
  }

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = "--tunnels",
      paramLabel = "N",
      defaultValue = "50000",
      description = "How many tunnels (default: ${DEFAULT-VALUE}).")
  private int tunnels = 50_000;

  @Spec private CommandSpec spec = CommandSpec.create();

  private final List<Row> rows = new ArrayList<>();
  private final Map<Way, List<ServerWork>> works = new EnumMap<>(Way.class);

  @Override
  public Integer call() throws Exception {
    List<String> selected = common.select(List.of(MEMORY, PACKETS), name -> name);
    if (tunnels < 1 || tunnels > MOST_TUNNELS) {
      throw common.mistake("--tunnels %d: want 1 to %d".formatted(tunnels, MOST_TUNNELS));
    }
    common.checkFile();
    common.checkRoot();
    PrintWriter out = spec.commandLine().getOut();
    out.printf("machine: %s%nload:    %s%n%n", Machine.description(), LoadedServer.description());
    out.flush();
    try (LoadedServer server = LoadedServer.start(tunnels)) {
      server.asClients(() -> measure(server, selected.contains(PACKETS)));
      common.write(rows);
      return 0;
    } catch (NetworkException e) {
      return common.failed(e);
    }
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
    out.println();
    WorkTable table = new WorkTable(out, "round", "through");
    for (Way way : Way.values()) {
      works.put(way, new ArrayList<>());
    }
    for (int i = 0; i <= ROUNDS; i++) {
      String round = i == 0 ? "warm-up" : "round " + i;
      for (Way way : Way.values()) {
        ServerWork work = way.load.apply(load);
        table.print(round, way.through, work);
        if (i > 0) {
          works.get(way).add(work);
        }
        round = "";
      }
    }
    out.println();
    compare("cost", ServerWork::cpuNanosEach);
    compare("pumps", ServerWork::pumpNanosEach);
    out.println();
  }

  private void compare(String name, ToDoubleFunction<ServerWork> nanosEach) {
    String row = PACKETS + "." + name;
    List<Double> all = each(Way.ALL, nanosEach);
    rows.add(new Row(row, "all", "ns/packet", median(all), null, null));
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%-22s  %s through all", row, Table.time(median(all)));
    for (Way way : List.of(Way.ONE, Way.FLOWS)) {
      List<Double> these = each(way, nanosEach);
      double ratio =
          median(IntStream.range(0, ROUNDS).mapToObj(i -> all.get(i) / these.get(i)).toList());
      rows.add(new Row(row, way.metric, "ns/packet", median(these), null, null));
      rows.add(new Row(row, way.ratioMetric, "", ratio, null, null));
      out.printf(", %s times %s: %s", Table.digits(ratio), way.through, Table.time(median(these)));
    }
    out.println();
  }

  private List<Double> each(Way way, ToDoubleFunction<ServerWork> nanosEach) {
    return works.get(way).stream().map(nanosEach::applyAsDouble).toList();
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
