package pqagent.bench.path;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import pqagent.bench.measure.Measured;
import pqagent.bench.measure.ProcessorTime;
import pqagent.bench.network.Iperf3Report.Datagrams;
import pqagent.bench.network.Iperf3Report.Stream;
import pqagent.bench.network.Ping;
import pqagent.bench.network.Topology;

/** The tests, in the order in which they are taken. */
final class PathTests {
  private static final int LEAST_RATE = 20_000;
  private static final int MOST_RATE = 400_000;
  private static final double LOST_SHARE = 0.01;

  private PathTests() {}

  static final PathTest READY = new PathTest("ready", false, false, (lab, _) -> ready(lab));

  static final List<PathTest> ON_LINK =
      List.of(
          new PathTest("tcp.one", true, true, (lab, effort) -> tcp(lab, effort)),
          new PathTest("tcp.four", true, true, (lab, effort) -> tcp(lab, effort, "-P", "4")),
          new PathTest("tcp.reverse", true, true, (lab, effort) -> tcp(lab, effort, "-R")),
          new PathTest("udp.small", true, true, PathTests::udp),
          new PathTest("roundtrip", true, false, PathTests::roundTrip));

  static final PathTest MEMORY = new PathTest("memory", false, false, (lab, _) -> memory(lab));

  private static Turn ready(Lab lab) {
    return Turn.of(
        Measured.leastDisturbed(
            () -> {
              lab.restart();
              var readyAfter = lab.tunnel().readyAfter();
              return Map.of(
                  Figure.SERVER_READY, 1e-6 * readyAfter.getFirst().toNanos(),
                  Figure.CLIENT_READY, 1e-6 * readyAfter.getLast().toNanos());
            }));
  }

  private static Turn tcp(Lab lab, Effort effort, String... options) {
    return Turn.of(
        Measured.leastDisturbed(
            () -> {
              double before = ProcessorTime.seconds();
              Stream stream = lab.tcp(effort.tcpSeconds(), List.of(options));
              double worked = ProcessorTime.seconds() - before;
              return Map.of(
                  Figure.THROUGHPUT,
                  stream.rate(),
                  Figure.PROCESSOR,
                  worked / (1e-9 * stream.bytes()));
            }));
  }

  private static Turn udp(Lab lab, Effort effort) {
    List<Double> stolen = new ArrayList<>();
    Optional<Datagrams> best =
        RateSearch.highest(
            LEAST_RATE,
            MOST_RATE,
            effort.searchSteps(),
            rate -> {
              Measured<Datagrams> run =
                  Measured.leastDisturbed(() -> lab.udp(effort.searchSeconds(), rate));
              stolen.add(run.stolen());
              return run.value();
            },
            datagrams -> datagrams.lostShare() < LOST_SHARE);
    return new Turn(
        Map.of(Figure.PACKETS, best.map(Datagrams::rate).orElse(0.0)),
        stolen.stream().mapToDouble(Double::doubleValue).max().orElse(0));
  }

  private static Turn roundTrip(Lab lab, Effort effort) {
    return Turn.of(
        Measured.leastDisturbed(
            () -> {
              double inside = Ping.medianMicros(lab.hosts(), lab.tunnel().target(), effort.pings());
              double outside =
                  Ping.medianMicros(lab.hosts(), Topology.SERVER_ADDRESS, effort.pings());
              return Map.of(Figure.ADDED, inside - outside);
            }));
  }

  private static Turn memory(Lab lab) {
    return Turn.of(
        Measured.leastDisturbed(
            () ->
                Map.of(
                    Figure.RESIDENT,
                    1e-6
                        * lab.tunnel().processes().stream()
                            .mapToLong(service -> service.usage().residentBytes())
                            .max()
                            .orElseThrow())));
  }
}
