package pqagent.connect;

/**
 * How many requests may be under way: slow start, additive increase, one decrease for each round
 * with losses (RFC 5681, the decrease of RFC 9438). Slow start ends early when the round trip grows
 * (as in RFC 9406): the deployed key server reads from a small socket buffer, and a full one loses
 * a window's tail.
 */
final class CongestionWindow {
  static final int INITIAL = 16;
  static final int MIN = 4;
  static final int AFTER_TIMEOUT = 2;
  static final int MAX = 192;

  private static final double DECREASE = 0.7;
  private static final long MIN_DELAY_RISE_NANOS = 4_000_000L;
  private static final long MAX_DELAY_RISE_NANOS = 16_000_000L;

  private double window = INITIAL;
  private double slowStartEnd = Double.MAX_VALUE;

  int requests() {
    return (int) window;
  }

  /** An answer came while the window was in use. */
  void grow() {
    window = Math.min(MAX, window + (window < slowStartEnd ? 1 : 1 / window));
  }

  /** Ends slow start when requests queue up on the way. */
  void watchDelay(RoundTripEstimator rtt) {
    long rise = Math.clamp(rtt.minNanos() / 8, MIN_DELAY_RISE_NANOS, MAX_DELAY_RISE_NANOS);
    if (window < slowStartEnd && rtt.smoothedNanos() > rtt.minNanos() + rise) {
      slowStartEnd = window;
    }
  }

  void shrinkAfterLoss() {
    window = Math.max(MIN, window * DECREASE);
    slowStartEnd = window;
  }

  void shrinkAfterTimeout() {
    slowStartEnd = Math.max(MIN, window / 2);
    window = AFTER_TIMEOUT;
  }
}
