package pqagent.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import pqagent.bench.load.HandshakeLoad;
import pqagent.bench.load.LoadedServer;
import pqagent.bench.load.ServerWork;
import pqagent.bench.network.NetworkException;
import pqagent.bench.report.Machine;
import pqagent.bench.report.Row;

/** {@code pqagent bench handshakes}. */
@Command(
    name = "handshakes",
    description = {
      "Load a server on one processor with handshakes: about four minutes, as root.",
      "Its clients, in another network namespace, hold keys of each live slot, which takes 90 s to",
      "come about; they keep the server's queue full without overflowing it, 10 s a round.",
      "CPU is the process's time for each, pumps that of the thread that takes them in, busy the",
      "processors that the process had, missed what it did not accept; steal is what the hypervisor",
      "took meanwhile, in processors."
    })
final class HandshakesCommand implements Callable<Integer> {
  private static final String FRESH = "handshakes.ok";
  private static final String REPLAYED = "handshakes.replayed";
  private static final int ROUNDS = 3;

  @Mixin private CommonOptions common = new CommonOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    List<String> selected = common.select(List.of(FRESH, REPLAYED), name -> name);
    common.checkFile();
    common.checkRoot();
    PrintWriter out = spec.commandLine().getOut();
    out.printf("machine: %s%nload:    %s%n%n", Machine.description(), LoadedServer.description());
    out.flush();
    try (LoadedServer server = LoadedServer.start(HandshakeLoad.TUNNELS)) {
      WorkTable table = new WorkTable(out, "messages", "");
      common.write(server.asClients(() -> measure(server, selected, table)));
      return 0;
    } catch (NetworkException e) {
      return common.failed(e);
    }
  }

  private static List<Row> measure(LoadedServer server, List<String> selected, WorkTable table)
      throws IOException, InterruptedException {
    List<Row> rows = new ArrayList<>();
    try (HandshakeLoad load = new HandshakeLoad(server)) {
      if (selected.contains(FRESH)) {
        table.print(FRESH, "warm-up", load.warmUp());
        List<ServerWork> rounds = new ArrayList<>();
        for (int i = 1; i <= ROUNDS; i++) {
          rounds.add(load.round());
          table.print("", "round " + i, rounds.getLast());
        }
        rounds.sort(Comparator.comparing(ServerWork::perSecond));
        ServerWork median = rounds.get(ROUNDS / 2);
        table.print(FRESH, "median", median);
        rows.addAll(rows(FRESH, median));
      }
      if (selected.contains(REPLAYED)) {
        ServerWork replays = load.replays();
        table.print(REPLAYED, "5 s", replays);
        rows.addAll(rows(REPLAYED, replays));
      }
    }
    return rows;
  }

  private static List<Row> rows(String name, ServerWork work) {
    return List.of(
        new Row(name, "per_second", "1/s", work.perSecond(), null, null),
        new Row(name, "cpu", "ns/op", work.cpuNanosEach(), null, null));
  }
}
