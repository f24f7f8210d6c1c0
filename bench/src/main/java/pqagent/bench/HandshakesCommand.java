package pqagent.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import pqagent.bench.load.HandshakeLoad;
import pqagent.bench.load.LoadException;
import pqagent.bench.load.LoadedServer;
import pqagent.bench.load.ServerWork;
import pqagent.bench.report.Machine;
import pqagent.bench.report.Row;
import pqagent.bench.report.Table;

/** {@code pqagent bench handshakes}. */
@Command(
    name = "handshakes",
    description = {
      "Load a server on one processor with handshakes: about four minutes, as root.",
      "Its clients, in another network namespace, hold keys of each live slot, which takes 90 s to",
      "come about; they keep the server's queue full without overflowing it, 10 s a round.",
      "CPU is the process's time for each, busy the processors it had, missed what it did not",
      "accept; steal is what the hypervisor took meanwhile, in processors."
    })
final class HandshakesCommand implements Callable<Integer> {
  private static final String FRESH = "handshakes.ok";
  private static final String REPLAYED = "handshakes.replayed";
  private static final int ROUNDS = 3;
  private static final Table TABLE = new Table(20, 9, -10, -9, -5, -7, -5);

  @Mixin private CommonOptions common = new CommonOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    List<String> selected = common.select(List.of(FRESH, REPLAYED), name -> name);
    common.checkFile();
    PrintWriter out = spec.commandLine().getOut();
    out.printf("machine: %s%nload:    %s%n", Machine.description(), LoadedServer.description());
    out.flush();
    try (LoadedServer server = LoadedServer.start(HandshakeLoad.TUNNELS)) {
      out.printf("%n%s%n%s%n", header(), TABLE.rule());
      out.flush();
      common.write(server.asClients(() -> measure(server, selected)));
      return 0;
    } catch (LoadException e) {
      throw common.mistake(e.getMessage());
    }
  }

  private List<Row> measure(LoadedServer server, List<String> selected)
      throws IOException, InterruptedException {
    List<Row> rows = new ArrayList<>();
    try (HandshakeLoad load = new HandshakeLoad(server)) {
      if (selected.contains(FRESH)) {
        print(FRESH, "warm-up", load.warmUp());
        List<ServerWork> rounds = new ArrayList<>();
        for (int i = 1; i <= ROUNDS; i++) {
          rounds.add(load.round());
          print("", "round " + i, rounds.getLast());
        }
        rounds.sort(Comparator.comparing(ServerWork::perSecond));
        report(FRESH, rounds.get(ROUNDS / 2), rows);
      }
      if (selected.contains(REPLAYED)) {
        report(REPLAYED, load.replays(), rows);
      }
    }
    return rows;
  }

  private void report(String name, ServerWork work, List<Row> rows) {
    print(name, name.equals(FRESH) ? "median" : "5 s", work);
    rows.add(new Row(name, "per_second", "1/s", work.perSecond(), null, null));
    rows.add(new Row(name, "cpu", "ns/op", work.cpuNanosEach(), null, null));
  }

  private static String header() {
    return TABLE.line("messages", "", "per second", "CPU", "busy", "missed", "steal");
  }

  private void print(String name, String round, ServerWork work) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        TABLE.line(
            name,
            round,
            String.format(Locale.ROOT, "%.0f", work.perSecond()),
            Table.time(work.cpuNanosEach()),
            Table.digits(work.processors()),
            Long.toString(work.missed()),
            String.format(Locale.ROOT, "%.2f", work.stolen())));
    out.flush();
  }
}
