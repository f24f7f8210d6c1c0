package pqagent.bench.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import pqagent.bench.network.Topology;
import pqagent.bench.report.Spread;
import pqagent.bench.tunnel.Peer;
import pqagent.bench.tunnel.PlainLink;
import pqagent.bench.tunnel.Pqagent;
import pqagent.bench.tunnel.Tunnel;

class StandingTest {
  private record Other(String by, String sizes) implements Peer {
    @Override
    public Tunnel start(Topology hosts) {
      throw new UnsupportedOperationException();
    }
  }

  private static Turn turn(double throughput, double processor, double stolen) {
    return new Turn(Map.of(Figure.THROUGHPUT, throughput, Figure.PROCESSOR, processor), stolen);
  }

  private static List<Standing> standings() {
    Map<Peer, List<Turn>> turns = new LinkedHashMap<>();
    turns.put(new Pqagent(), List.of(turn(4, 3, 0), turn(2, 1, 0.1), turn(3, 2, 0)));
    turns.put(new Other("other", ""), List.of(turn(1, 8, 0.3), turn(2, 8, 0), turn(3, 8, 0)));
    turns.put(new PlainLink(), List.of(turn(30, 1, 0)));
    return Standing.of("tcp.one.frames", turns);
  }

  @Test
  void shouldTakeMedians_figureByFigure_oursFirst() {
    assertThat(standings())
        .extracting(Standing::figure, standing -> standing.peer().by(), Standing::spread)
        .containsExactly(
            tuple(Figure.THROUGHPUT, "ours", new Spread(3, 2, 4)),
            tuple(Figure.THROUGHPUT, "other", new Spread(2, 1, 3)),
            tuple(Figure.THROUGHPUT, "plain link", new Spread(30, 30, 30)),
            tuple(Figure.PROCESSOR, "ours", new Spread(2, 1, 3)),
            tuple(Figure.PROCESSOR, "other", new Spread(8, 8, 8)),
            tuple(Figure.PROCESSOR, "plain link", new Spread(1, 1, 1)));
  }

  @Test
  void shouldBeAboveOne_whenOursDoesMoreOrNeedsLess() {
    assertThat(standings())
        .extracting(Standing::ratio)
        .containsExactly(null, 1.5, null, null, 4.0, null);
  }

  @Test
  void shouldTellTheMostStolen() {
    assertThat(standings().stream().limit(3).map(Standing::mostStolen))
        .containsExactly(0.1, 0.3, 0.0);
  }

  @Test
  void shouldNameNoPeer_inARowOfOurs() {
    assertThat(standings().getFirst().row().peer()).isNull();
    assertThat(standings().get(1).row().peer()).isEqualTo("other");
    assertThat(standings().get(4).row().unit()).isEqualTo("s/GB");
  }

  @Test
  void shouldNameEveryTest_inBothModesOfTheLink() {
    assertThat(PathContest.names())
        .hasSize(12)
        .doesNotHaveDuplicates()
        .startsWith("ready", "tcp.one.offload")
        .contains("udp.small.frames", "roundtrip.offload")
        .endsWith("roundtrip.frames", "memory");
  }
}
