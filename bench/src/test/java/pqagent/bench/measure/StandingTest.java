package pqagent.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import pqagent.bench.crypto.Catalogue;
import pqagent.bench.crypto.Implementation;

class StandingTest {
  @Test
  void shouldCompareMedians() {
    List<Implementation> implementations = Catalogue.operation("x25519.agree").implementations();
    Map<Implementation, List<Turn>> turns = new LinkedHashMap<>();
    turns.put(
        implementations.get(0),
        List.of(new Turn(10, 0, 0), new Turn(90, 0, 0.5), new Turn(12, 0, 0.1)));
    turns.put(implementations.get(1), List.of(new Turn(20, 64, 0), new Turn(28, 66, 0)));

    List<Standing> standings = Standing.of(turns);

    assertThat(standings.get(0))
        .isEqualTo(new Standing(implementations.get(0), 12, 10, 90, 0, 0.5, 1));
    assertThat(standings.get(1))
        .isEqualTo(new Standing(implementations.get(1), 24, 20, 28, 65, 0, 2));
  }
}
