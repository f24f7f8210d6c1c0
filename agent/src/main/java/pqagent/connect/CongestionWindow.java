package pqagent.connect;

/**
 * How many requests may be under way: slow start, then additive increase (RFC 5681); a decrease for
 * a round that lost more than a few, down to no less than the initial window, since a fetch is but
 * a thousand packets; and a restart after a time-out. Slow start ends early when the round trip
 * grows (as in RFC 9406): the deployed key server reads from a small socket buffer.
 */
final class CongestionWindow {
  static final int INITIAL = 16;
  static final int AFTER_TIMEOUT = 2;
  static final int MAX = 192;

  private static final double DECREASE = 0.7;
  private static final int TOLERATED_SHARE = 16;
  private static final long MIN_DELAY_RISE_NANOS = 4_000_000L;
  private static final long MAX_DELAY_RISE_NANOS = 16_000_000L;

  private double window = INITIAL;
  private double slowStartEnd = Double.MAX_VALUE;

  int requests() {
    return (int) window;
  }

  /** Losses in one round that are put down to chance. */
  int toleratedLosses() {
    return 1 + (int) window / TOLERATED_SHARE;
  }

  /** An answer came while the window was in use. */
  void grow() {
    window = Math.min(MAX, window + (window < slowStartEnd ? 1 : 1 / window));
  }

  /** Ends slow start when requests queue up on the way. */
  void watchDelay(RoundTripEstimator rtt) {
    long rise = Math.clamp(rtt.minNanos() / 8, MIN_DELAY_RISE_NANOS, MAX_DELAY_RISE_NANOS);
    if (window < slowStartEnd && rtt.recentMinNanos() > rtt.minNanos() + rise) {
      slowStartEnd = window;
    }
  }

  /** A round lost more than is tolerated. */
  void shrinkAfterLoss() {
    window = Math.max(Math.min(window, INITIAL), window * DECREASE);
    slowStartEnd = window;
  }

  /** Nothing came for a whole time-out. */
  void shrinkAfterTimeout() {
    slowStartEnd = Math.max(INITIAL, window / 2);
    window = AFTER_TIMEOUT;
  }
}
