package pqagent.connect;

/**
 * Smoothed round-trip time and retransmission time-out (RFC 6298), in nanoseconds. The lower bound
 * is far below the RFC's second, since a lost last request would cost more than the whole fetch.
 */
final class RoundTripEstimator {
  static final long INITIAL_TIMEOUT_NANOS = 500_000_000L;
  static final long MIN_TIMEOUT_NANOS = 50_000_000L;
  static final long MAX_TIMEOUT_NANOS = 4_000_000_000L;

  /** A steady path must not make the time-out as short as the round trip (RFC 6298, "G"). */
  private static final long GRANULARITY_NANOS = 25_000_000L;

  private static final int MAX_BACKOFF = 16;

  private long smoothedNanos;
  private long variationNanos;
  private long minNanos = Long.MAX_VALUE;
  private long latestNanos;
  private int backoff;

  /** One measured round trip, of a request that was sent once (Karn's rule). */
  void sample(long nanos) {
    latestNanos = nanos;
    minNanos = Math.min(minNanos, nanos);
    if (smoothedNanos == 0) {
      smoothedNanos = Math.max(1, nanos);
      variationNanos = nanos / 2;
    } else {
      variationNanos += (Math.abs(smoothedNanos - nanos) - variationNanos) / 4;
      smoothedNanos = Math.max(1, smoothedNanos + (nanos - smoothedNanos) / 8);
    }
  }

  boolean hasSample() {
    return smoothedNanos != 0;
  }

  long smoothedNanos() {
    return smoothedNanos;
  }

  long minNanos() {
    return minNanos;
  }

  long latestNanos() {
    return latestNanos;
  }

  /**
   * When nothing came for this long, everything under way is lost. Doubles at each {@link
   * #backOff}.
   */
  long timeoutNanos() {
    long base =
        hasSample()
            ? Math.max(
                MIN_TIMEOUT_NANOS, smoothedNanos + Math.max(GRANULARITY_NANOS, 4 * variationNanos))
            : INITIAL_TIMEOUT_NANOS;
    return Math.min(MAX_TIMEOUT_NANOS, base << backoff);
  }

  void backOff() {
    backoff = Math.min(MAX_BACKOFF, backoff + 1);
  }

  /** Something came. */
  void resetBackoff() {
    backoff = 0;
  }
}
