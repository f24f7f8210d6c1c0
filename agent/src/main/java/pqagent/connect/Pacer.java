package pqagent.connect;

import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * Says which of many requests to send when, and which to send again: a congestion controller for
 * requests with one answer each. Requests are numbers; each is offered, sent, perhaps lost and sent
 * again, and in the end answered. A request is lost when others sent well after it were answered
 * (RFC 9002, section 6.1), or when nothing was answered for a whole time-out (RFC 6298). No I/O and
 * no clock of its own; an instance belongs to one thread.
 */
final class Pacer {
  /** No request may be sent now. */
  static final int NONE = -1;

  private static final int INITIAL_REORDERING = 3;
  private static final int MAX_REORDERING = 64;
  private static final long MIN_LOSS_DELAY_NANOS = 2_000_000L;

  private enum State {
    NOT_OFFERED,
    WAITING,
    UNDER_WAY,
    ANSWERED
  }

  /** One sending of a request; stale once the request was answered or sent again. */
  private record Transmission(int request, long number) {}

  private final State[] states;
  private final long[] sentNanos;
  private final long[] numbers;
  private final int[] sendings;
  private final ArrayDeque<Integer> waiting = new ArrayDeque<>();
  private final ArrayDeque<Transmission> transmissions = new ArrayDeque<>();
  private final RoundTripEstimator rtt = new RoundTripEstimator();
  private final CongestionWindow window = new CongestionWindow();

  private int underWay;
  private long nextNumber;
  private long largestAnswered = -1;
  private long roundEnd;
  private int lossesInRound;
  private long lastAnswerNanos;
  private int reordering = INITIAL_REORDERING;

  /** For requests 0 to {@code requests} − 1. */
  Pacer(int requests, long nowNanos) {
    states = new State[requests];
    Arrays.fill(states, State.NOT_OFFERED);
    sentNanos = new long[requests];
    numbers = new long[requests];
    sendings = new int[requests];
    lastAnswerNanos = nowNanos;
  }

  /** This request is wanted from now on. */
  void offer(int request) {
    if (states[request] == State.NOT_OFFERED) {
      states[request] = State.WAITING;
      waiting.addLast(request);
    }
  }

  /** The request to send now, which counts as sent; or {@link #NONE}. */
  int next(long nowNanos) {
    findLost(nowNanos);
    if (waiting.isEmpty() || underWay >= window.requests()) {
      return NONE;
    }
    int request = waiting.removeFirst();
    states[request] = State.UNDER_WAY;
    sentNanos[request] = nowNanos;
    numbers[request] = nextNumber;
    sendings[request]++;
    transmissions.addLast(new Transmission(request, nextNumber));
    nextNumber++;
    underWay++;
    return request;
  }

  /** A good answer came. */
  void answered(int request, long nowNanos) {
    lastAnswerNanos = nowNanos;
    rtt.resetBackoff();
    switch (states[request]) {
      case UNDER_WAY -> {
        boolean windowInUse = 2 * underWay >= window.requests();
        underWay--;
        measure(request, nowNanos - sentNanos[request]);
        if (windowInUse) {
          window.grow();
        }
      }
      case WAITING -> {
        waiting.remove(request);
        if (sendings[request] > 0) {
          tolerateReordering();
        }
      }
      case NOT_OFFERED, ANSWERED -> {
        return;
      }
    }
    states[request] = State.ANSWERED;
  }

  /** An answer came that is of no use: ask again, as if it had been lost. */
  void useless(int request, long nowNanos) {
    if (states[request] == State.UNDER_WAY) {
      lastAnswerNanos = nowNanos;
      lose(request);
    }
  }

  /**
   * When to ask {@link #next} again if no answer comes before; {@code Long.MAX_VALUE} when nothing
   * is under way.
   */
  long wakeNanos() {
    dropStale();
    Transmission oldest = transmissions.peekFirst();
    if (oldest == null) {
      return Long.MAX_VALUE;
    }
    long timeout = timeoutAtNanos(oldest);
    return oldest.number < largestAnswered
        ? Math.min(timeout, sentNanos[oldest.request] + lossDelayNanos())
        : timeout;
  }

  /** Requests sent and neither answered nor given up. */
  int underWay() {
    return underWay;
  }

  /** How many may be under way now. */
  int window() {
    return window.requests();
  }

  private void measure(int request, long nanos) {
    if (sendings[request] == 1) {
      rtt.sample(nanos);
      window.watchDelay(rtt);
    } else if (rtt.hasSample() && nanos < rtt.minNanos() / 2) {
      tolerateReordering();
      return;
    }
    largestAnswered = Math.max(largestAnswered, numbers[request]);
  }

  /** An answer came that had been given up: packets overtake each other more than assumed. */
  private void tolerateReordering() {
    reordering = Math.min(MAX_REORDERING, 2 * reordering);
  }

  private void findLost(long nowNanos) {
    dropStale();
    Transmission oldest = transmissions.peekFirst();
    if (oldest != null && nowNanos - timeoutAtNanos(oldest) >= 0) {
      loseAll();
      return;
    }
    while (oldest != null && isOvertaken(oldest, nowNanos)) {
      countLoss(oldest);
      lose(oldest.request);
      dropStale();
      oldest = transmissions.peekFirst();
    }
  }

  /** A round ends with what was sent before its first loss was noticed. */
  private void countLoss(Transmission lost) {
    if (lost.number >= roundEnd) {
      roundEnd = nextNumber;
      lossesInRound = 0;
    }
    lossesInRound++;
    if (lossesInRound == window.toleratedLosses() + 1) {
      window.shrinkAfterLoss();
      lossesInRound = Integer.MIN_VALUE;
    }
  }

  private boolean isOvertaken(Transmission sent, long nowNanos) {
    return sent.number + reordering <= largestAnswered
        || (sent.number < largestAnswered
            && nowNanos - sentNanos[sent.request] >= lossDelayNanos());
  }

  private void loseAll() {
    while (!transmissions.isEmpty()) {
      Transmission newest = transmissions.removeLast();
      if (isCurrent(newest)) {
        lose(newest.request);
      }
    }
    window.shrinkAfterTimeout();
    rtt.backOff();
    roundEnd = nextNumber;
    lossesInRound = Integer.MIN_VALUE;
  }

  private void lose(int request) {
    states[request] = State.WAITING;
    waiting.addFirst(request);
    underWay--;
  }

  private long timeoutAtNanos(Transmission oldest) {
    long since = sentNanos[oldest.request];
    return (lastAnswerNanos - since > 0 ? lastAnswerNanos : since) + rtt.timeoutNanos();
  }

  private long lossDelayNanos() {
    return Math.max(MIN_LOSS_DELAY_NANOS, rtt.reorderingNanos());
  }

  private void dropStale() {
    while (!transmissions.isEmpty() && !isCurrent(transmissions.peekFirst())) {
      transmissions.removeFirst();
    }
  }

  private boolean isCurrent(Transmission sent) {
    return states[sent.request] == State.UNDER_WAY && numbers[sent.request] == sent.number;
  }
}
