package pqagent.bench.measure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import pqagent.bench.crypto.Implementation;
import pqagent.bench.crypto.Operation;

/**
 * One operation, measured by turns: in each round first ours, then each peer. What the hypervisor
 * takes for minutes is thus taken from all. A turn from which it took much is taken again.
 */
public final class Contest {
  private final Effort effort;
  private Duration again;

  public Contest(Effort effort) {
    this.effort = effort;
    again = effort.again();
  }

  /** The turns of each implementation. */
  public Map<Implementation, List<Turn>> hold(Operation operation) {
    Map<Implementation, List<Turn>> turns = new LinkedHashMap<>();
    for (int round = 0; round < effort.rounds(); round++) {
      for (Implementation implementation : operation.implementations()) {
        turns
            .computeIfAbsent(implementation, key -> new ArrayList<>())
            .add(leastDisturbed(operation, implementation));
      }
    }
    return turns;
  }

  private Turn leastDisturbed(Operation operation, Implementation implementation) {
    Turn best = Turn.take(operation, implementation, effort);
    for (int i = 1;
        i < Measured.ATTEMPTS && best.stolen() > Measured.MUCH_STOLEN && again.isPositive();
        i++) {
      long start = System.nanoTime();
      Turn next = Turn.take(operation, implementation, effort);
      best = next.stolen() < best.stolen() ? next : best;
      again = again.minusNanos(System.nanoTime() - start);
    }
    return best;
  }
}
