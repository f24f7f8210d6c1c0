package pqagent.bench;

import java.io.PrintWriter;
import java.util.Locale;
import pqagent.bench.load.ServerWork;
import pqagent.bench.report.Table;

/** What a server did, a line for each round. */
final class WorkTable {
  private static final Table TABLE = new Table(20, 13, -10, -9, -9, -5, -7, -5);

  private final PrintWriter out;

  /** Prints its head, with names for what the first two columns say. */
  WorkTable(PrintWriter out, String first, String second) {
    this.out = out;
    out.println(TABLE.line(first, second, "per second", "CPU", "pumps", "busy", "missed", "steal"));
    out.println(TABLE.rule());
    out.flush();
  }

  void print(String first, String second, ServerWork work) {
    out.println(
        TABLE.line(
            first,
            second,
            String.format(Locale.ROOT, "%.0f", work.perSecond()),
            Table.time(work.cpuNanosEach()),
            Table.time(work.pumpNanosEach()),
            Table.digits(work.processors()),
            Long.toString(work.missed()),
            String.format(Locale.ROOT, "%.2f", work.stolen())));
    out.flush();
  }
}
