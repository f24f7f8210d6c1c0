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
import pqagent.bench.leak.LeakMeter;
import pqagent.bench.leak.LeakTest;
import pqagent.bench.leak.LeakTests;
import pqagent.bench.leak.Verdict;
import pqagent.bench.measure.Steal;
import pqagent.bench.report.Machine;
import pqagent.bench.report.Row;
import pqagent.bench.report.Table;
import pqagent.crypto.primitive.VectorKernels;

/** {@code pqagent bench leaks}. */
@Command(
    name = "leaks",
    description = {
      "Test whether the time that something takes tells secrets: under two minutes.",
      "In the manner of dudect: each operation on two classes of inputs in random order, and",
      "Welch's t of their times, cropped at several percentiles. |t| above 10 is a leak, above 4.5 doubtful; positive: the first class took longer.",
      "The control leaks on purpose: when that is not seen, nothing else would be.",
      "Exit status 1 for a leak, or a control that shows none."
    })
final class LeaksCommand implements Callable<Integer> {
  private static final Table TABLE = new Table(40, 52, -9, -8, -8, -5, 13);

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "10",
      description = "How long each test takes (default: ${DEFAULT-VALUE}).")
  private int seconds = 10;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    List<LeakTest> tests = common.select(LeakTests.all(), LeakTest::name);
    if (seconds < 1 || seconds > 3600) {
      throw common.mistake("--seconds %d: want 1 to 3600".formatted(seconds));
    }
    common.checkFile();
    PrintWriter out = spec.commandLine().getOut();
    out.printf("machine: %s%n%n%s%n%s%n", Machine.description(), header(), TABLE.rule());
    out.flush();
    VectorKernels.warmUp();
    List<Row> rows = new ArrayList<>();
    int bad = 0;
    for (LeakTest test : tests) {
      Steal before = Steal.now();
      LeakMeter.Finding finding = LeakMeter.measure(test, Duration.ofSeconds(seconds));
      out.println(line(test, finding, Steal.now().since(before)));
      out.flush();
      rows.add(new Row("leak." + test.name(), "t", "", finding.t(), null, null));
      bad += test.isControl() == (finding.verdict() == Verdict.LEAK) ? 0 : 1;
    }
    common.write(rows);
    return bad == 0 ? 0 : 1;
  }

  private static String header() {
    return TABLE.line("test", "first class, second", "median", "times", "t", "steal", "verdict");
  }

  private static String line(LeakTest test, LeakMeter.Finding finding, double stolen) {
    boolean leaks = finding.verdict() == Verdict.LEAK;
    String verdict =
        !test.isControl() ? finding.verdict().toString() : leaks ? "seen, as wanted" : "BLIND";
    return TABLE.line(
        test.name(),
        test.classes(),
        Table.time(finding.medianNanos()),
        Long.toString(finding.times()),
        String.format(Locale.ROOT, "%.1f", finding.t()),
        String.format(Locale.ROOT, "%.2f", stolen),
        verdict);
  }
}
