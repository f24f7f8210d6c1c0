package pqagent.bench.measure;

import java.util.List;
import java.util.Map;
import pqagent.bench.crypto.Implementation;

/**
 * Where one stands after all rounds.
 *
 * @param nanos median over the rounds, of one operation
 * @param leastNanos the best round's
 * @param mostNanos the worst round's
 * @param allocatedBytes median, of one operation
 * @param mostStolen processors stolen in the round in which most was
 * @param ratio its time over ours: above 1, ours is the faster; 1 for ours
 */
public record Standing(
    Implementation implementation,
    double nanos,
    double leastNanos,
    double mostNanos,
    double allocatedBytes,
    double mostStolen,
    double ratio) {

  /** The standings of an operation, ours first. */
  public static List<Standing> of(Map<Implementation, List<Turn>> turns) {
    double ours =
        turns.entrySet().stream()
            .filter(entry -> entry.getKey().isOurs())
            .mapToDouble(entry -> Turn.median(entry.getValue(), Turn::nanos))
            .findFirst()
            .orElseThrow();
    return turns.entrySet().stream()
        .map(entry -> of(entry.getKey(), entry.getValue(), ours))
        .toList();
  }

  private static Standing of(Implementation implementation, List<Turn> turns, double ours) {
    double nanos = Turn.median(turns, Turn::nanos);
    return new Standing(
        implementation,
        nanos,
        turns.stream().mapToDouble(Turn::nanos).min().orElseThrow(),
        turns.stream().mapToDouble(Turn::nanos).max().orElseThrow(),
        Turn.median(turns, Turn::allocatedBytes),
        turns.stream().mapToDouble(Turn::stolen).max().orElseThrow(),
        nanos / ours);
  }
}
