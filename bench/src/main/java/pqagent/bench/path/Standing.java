package pqagent.bench.path;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import pqagent.bench.report.Row;
import pqagent.bench.report.Spread;
import pqagent.bench.tunnel.Peer;
import pqagent.bench.tunnel.PlainLink;

/**
 * Where one stands in one figure of a test after all rounds.
 *
 * @param test its name, with the link's mode
 * @param ratio above 1: ours is better; null for ours and for the plain link
 * @param mostStolen processors stolen in the round in which most was
 */
public record Standing(
    String test,
    Peer peer,
    Figure figure,
    Spread spread,
    @Nullable Double ratio,
    double mostStolen) {

  /** The standings of a test, figure by figure, ours first. */
  static List<Standing> of(String test, Map<Peer, List<Turn>> turns) {
    List<Figure> figures =
        turns.values().stream()
            .flatMap(List::stream)
            .flatMap(turn -> turn.values().keySet().stream())
            .distinct()
            .sorted()
            .toList();
    List<Standing> standings = new ArrayList<>();
    for (Figure figure : figures) {
      double ours =
          turns.entrySet().stream()
              .filter(entry -> entry.getKey().isOurs())
              .mapToDouble(entry -> spread(entry.getValue(), figure).median())
              .findFirst()
              .orElse(Double.NaN);
      turns.forEach((peer, taken) -> standings.add(of(test, peer, figure, taken, ours)));
    }
    return standings;
  }

  private static Standing of(String test, Peer peer, Figure figure, List<Turn> turns, double ours) {
    Spread spread = spread(turns, figure);
    return new Standing(
        test,
        peer,
        figure,
        spread,
        peer.isOurs() || peer instanceof PlainLink ? null : figure.ratio(ours, spread.median()),
        turns.stream().mapToDouble(Turn::stolen).max().orElseThrow());
  }

  private static Spread spread(List<Turn> turns, Figure figure) {
    return Spread.of(
        turns.stream().flatMap(turn -> Stream.ofNullable(turn.values().get(figure))).toList());
  }

  /** For other programs. */
  public Row row() {
    return new Row(
        test,
        figure.label(),
        figure.unit(),
        spread.median(),
        peer.isOurs() ? null : peer.by(),
        ratio);
  }
}
