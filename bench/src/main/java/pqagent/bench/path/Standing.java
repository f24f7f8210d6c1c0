package pqagent.bench.path;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import pqagent.bench.report.Row;
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
    double median,
    double least,
    double most,
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
              .mapToDouble(entry -> median(sorted(entry.getValue(), figure)))
              .findFirst()
              .orElse(Double.NaN);
      turns.forEach((peer, taken) -> standings.add(of(test, peer, figure, taken, ours)));
    }
    return standings;
  }

  private static Standing of(String test, Peer peer, Figure figure, List<Turn> turns, double ours) {
    double[] values = sorted(turns, figure);
    double median = median(values);
    return new Standing(
        test,
        peer,
        figure,
        median,
        values[0],
        values[values.length - 1],
        peer.isOurs() || peer instanceof PlainLink ? null : figure.ratio(ours, median),
        turns.stream().mapToDouble(Turn::stolen).max().orElseThrow());
  }

  private static double[] sorted(List<Turn> turns, Figure figure) {
    return turns.stream()
        .flatMap(turn -> Stream.ofNullable(turn.values().get(figure)))
        .mapToDouble(Double::doubleValue)
        .sorted()
        .toArray();
  }

  private static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** For other programs. */
  public Row row() {
    return new Row(
        test, figure.label(), figure.unit(), median, peer.isOurs() ? null : peer.by(), ratio);
  }
}
