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
  private static final int SAMPLES_OF_A_RISE = 8;

  private long smoothedNanos;
  private long variationNanos;
  private long minNanos = Long.MAX_VALUE;
  private long lowestOfThese = Long.MAX_VALUE;
  private long recentMinNanos;
  private int samples;
  private int backoff;

  /** One measured round trip, of a request that was sent once (Karn's rule). */
  void sample(long nanos) {
    minNanos = Math.min(minNanos, nanos);
    lowestOfThese = Math.min(lowestOfThese, nanos);
    if (++samples % SAMPLES_OF_A_RISE == 0) {
      recentMinNanos = lowestOfThese;
      lowestOfThese = Long.MAX_VALUE;
    }
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

  /** The shortest ever. */
  long minNanos() {
    return minNanos;
  }

  /**
   * The shortest of a few lately: above the shortest ever by what waits in queues, not by chance.
   */
  long recentMinNanos() {
    return recentMinNanos;
  }

  /** What an answer may take after others overtook it (after RFC 9002, section 6.1.2). */
  long reorderingNanos() {
    return smoothedNanos + Math.max(smoothedNanos / 8, 4 * variationNanos);
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
