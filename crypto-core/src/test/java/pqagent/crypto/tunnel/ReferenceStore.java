package pqagent.crypto.tunnel;

import java.util.Map;
import java.util.TreeMap;

/**
 * Which epochs the deployed receiver would accept (INTEROP.md): it makes passed-over ones when a
 * later one comes, while there is room for five, and keeps each for 120 s from then.
 */
final class ReferenceStore {
  private final TreeMap<Integer, Double> madeSeconds = new TreeMap<>(Map.of(0, 0.0));

  boolean accepts(int epoch, double seconds) {
    madeSeconds.values().removeIf(made -> seconds - made >= 120);
    while (!madeSeconds.isEmpty() && madeSeconds.lastKey() < epoch && madeSeconds.size() < 5) {
      madeSeconds.put(madeSeconds.lastKey() + 1, seconds);
    }
    return madeSeconds.containsKey(epoch);
  }

  @Override
  public String toString() {
    return madeSeconds.toString();
  }
}
