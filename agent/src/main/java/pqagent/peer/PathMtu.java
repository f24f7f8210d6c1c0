package pqagent.peer;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import pqagent.crypto.tunnel.TunnelHeader;
import pqagent.packet.Segmenter;

/**
 * How large inner packets to one peer may be, and the search for it: packetization layer path MTU
 * discovery for datagrams (RFC 8899), in sizes of inner packets. It sends nothing: whoever has the
 * clock, the kernel's path MTU and a sender asks what to send.
 *
 * <pre>
 *   TOP      the kernel's path MTU      answered: found
 *     │ in vain
 *   BASE     1200, as the deployed peer answered: search between it and what was in vain
 *     │ in vain                         (a peer that answered lately needs not be asked)
 *   LOW      576                        answered: search between it and BASE
 *     │ in vain
 *   nobody answers: BASE, as long as nobody knows better
 * </pre>
 *
 * What was found is asked for again while data flows (CONFIRM), and dropped for the search from
 * BASE on when that is in vain.
 */
public final class PathMtu {
  /** BASE_PLPMTU: what is sent before anything is known, and the deployed peer's own MTU. */
  public static final int BASE_BYTES = 1200;

  /** MIN_PLPMTU. */
  public static final int MIN_BYTES = Segmenter.MIN_MTU;

  /** MAX_PLPMTU. */
  public static final int MAX_BYTES = 65_000;

  /** Headers of IPv4 and UDP, header and tag of a tunnel packet. */
  public static final int OVERHEAD_BYTES = 20 + 8 + TunnelHeader.OVERHEAD_BYTES;

  /** PROBE_TIMER: an answer takes no longer. */
  static final long PROBE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** CONFIRMATION_TIMER. */
  static final long CONFIRM_NANOS = TimeUnit.SECONDS.toNanos(60);

  /** PMTU_RAISE_TIMER; but one who answered and does not any more is tried after a minute. */
  static final long RAISE_NANOS = TimeUnit.SECONDS.toNanos(600);

  /** MAX_PROBES: so many of one size in vain, and it is too large. */
  static final int MAX_PROBES = 2;

  static final int MAX_CONFIRMATIONS = 3;

  /** More probes of a peer than its search needs are not answered. */
  static final int MAX_ANSWERS_A_SECOND = 20;

  /** A search ends when it knows the size to so many bytes. */
  static final int PRECISION_BYTES = 8;

  private static final int MAX_SEQUENCE = 0xffff;

  /**
   * One number for no two searches at a time: a client with a new tunnel answers there what it was
   * asked in the old one, which is another peer to the server.
   */
  private static final AtomicInteger SEQUENCES = new AtomicInteger();

  /**
   * An echo request to be sent.
   *
   * @param bytes of the inner packet
   * @param sequence to know its answer by, 1 to 65535
   */
  public record Probe(int bytes, int sequence) {}

  private enum Step {
    REST,
    TOP,
    BASE,
    LOW,
    BISECT,
    CONFIRM
  }

  private final boolean fixed;
  private volatile int maxInnerBytes;

  private Step step = Step.REST;
  private int probeBytes;
  private int probes;
  private int sequence;
  private long sentNanos;
  private boolean waiting;
  private boolean heard;
  private boolean everHeard;
  private int arrived;
  private int inVain;
  private boolean searched;
  private long searchedNanos;
  private long confirmedNanos;
  private int answers;
  private long answersSinceNanos;

  private PathMtu(int maxInnerBytes, boolean fixed) {
    this.maxInnerBytes = maxInnerBytes;
    this.fixed = fixed;
  }

  /** What the path takes, to be found out. */
  public static PathMtu auto() {
    return new PathMtu(BASE_BYTES, false);
  }

  /** What an operator said. */
  public static PathMtu fixed(int maxInnerBytes) {
    return new PathMtu(maxInnerBytes, true);
  }

  /** Largest inner packet to be sent, in bytes. */
  public int maxInnerBytes() {
    return maxInnerBytes;
  }

  /** The path is another one. */
  public synchronized void restart() {
    if (!fixed) {
      maxInnerBytes = BASE_BYTES;
      step = Step.REST;
      heard = false;
      searched = false;
    }
  }

  /**
   * Whether {@link #next} has something to send.
   *
   * @param flowing whether data passed lately
   * @param doubted whether something speaks against the current size
   */
  public synchronized boolean isDue(long nowNanos, boolean flowing, boolean doubted) {
    if (fixed || isWaiting(nowNanos)) {
      return false;
    }
    return step != Step.REST
        || (heard && doubted)
        || isSearchDue(nowNanos, flowing)
        || isConfirmationDue(nowNanos, flowing);
  }

  /**
   * What to send now, when {@link #isDue}; empty when the kernel's word is enough.
   *
   * @param pathMtu the kernel's for the peer's endpoint, in bytes: of the interface, or what ICMP
   *     told it
   */
  public synchronized Optional<Probe> next(long nowNanos, boolean flowing, int pathMtu) {
    if (isWaiting(nowNanos)) {
      return Optional.empty();
    }
    waiting = true;
    sentNanos = nowNanos;
    if (step == Step.REST) {
      begin(nowNanos, flowing);
    } else if (probes == (step == Step.CONFIRM ? MAX_CONFIRMATIONS : MAX_PROBES)) {
      missed(nowNanos);
    }
    limit(nowNanos, largest(pathMtu));
    if (step == Step.REST) {
      return Optional.empty();
    }
    probes++;
    return Optional.of(new Probe(probeBytes, sequence));
  }

  /** The kernel would fragment what is larger than this path MTU, or does already. */
  public synchronized void obey(long nowNanos, int pathMtu) {
    if (!fixed) {
      limit(nowNanos, largest(pathMtu));
    }
  }

  /** An answer came in. Whether it was awaited. */
  public synchronized boolean answered(int sequence, long nowNanos) {
    if (step == Step.REST || sequence != this.sequence) {
      return false;
    }
    waiting = false;
    heard = true;
    everHeard = true;
    confirmedNanos = nowNanos;
    arrived = probeBytes;
    maxInnerBytes = probeBytes;
    switch (step) {
      case CONFIRM -> step = Step.REST;
      case TOP -> rest(nowNanos);
      default -> bisect(nowNanos);
    }
    return true;
  }

  /** Whether a probe of the peer's own search is to be answered. */
  public synchronized boolean mayAnswer(long nowNanos) {
    if (nowNanos - answersSinceNanos >= TimeUnit.SECONDS.toNanos(1)) {
      answersSinceNanos = nowNanos;
      answers = 0;
    }
    return answers++ < MAX_ANSWERS_A_SECOND;
  }

  private boolean isWaiting(long nowNanos) {
    return waiting && nowNanos - sentNanos < PROBE_NANOS;
  }

  private boolean isSearchDue(long nowNanos, boolean flowing) {
    long pauseNanos = everHeard && !heard ? CONFIRM_NANOS : RAISE_NANOS;
    return !searched || (flowing && nowNanos - searchedNanos >= pauseNanos);
  }

  private boolean isConfirmationDue(long nowNanos, boolean flowing) {
    return heard && flowing && nowNanos - confirmedNanos >= CONFIRM_NANOS;
  }

  private void begin(long nowNanos, boolean flowing) {
    if (isSearchDue(nowNanos, flowing)) {
      searched = true;
      arrived = heard ? maxInnerBytes : 0;
      inVain = MAX_BYTES + 1;
      ask(Step.TOP, MAX_BYTES);
    } else if (heard) {
      ask(Step.CONFIRM, maxInnerBytes);
    }
  }

  private void ask(Step next, int bytes) {
    step = next;
    probeBytes = bytes;
    probes = 0;
    sequence = Integer.remainderUnsigned(SEQUENCES.getAndIncrement(), MAX_SEQUENCE) + 1;
  }

  private void missed(long nowNanos) {
    inVain = probeBytes;
    switch (step) {
      case TOP -> {
        if (heard) {
          bisect(nowNanos);
        } else {
          ask(Step.BASE, BASE_BYTES);
        }
      }
      case CONFIRM -> {
        heard = false;
        arrived = 0;
        maxInnerBytes = Math.min(maxInnerBytes, BASE_BYTES);
        ask(Step.BASE, BASE_BYTES);
      }
      case BASE -> ask(Step.LOW, MIN_BYTES);
      case LOW -> {
        maxInnerBytes = BASE_BYTES;
        rest(nowNanos);
      }
      default -> bisect(nowNanos);
    }
  }

  private void bisect(long nowNanos) {
    if (inVain - arrived <= PRECISION_BYTES) {
      rest(nowNanos);
    } else {
      ask(Step.BISECT, (arrived + inVain) / 2);
    }
  }

  private void rest(long nowNanos) {
    step = Step.REST;
    searchedNanos = nowNanos;
  }

  private static int largest(int pathMtu) {
    return Math.clamp(pathMtu - OVERHEAD_BYTES, MIN_BYTES, MAX_BYTES);
  }

  private void limit(long nowNanos, int most) {
    if (maxInnerBytes > most) {
      maxInnerBytes = most;
    }
    if (step == Step.REST || probeBytes <= most) {
      return;
    }
    inVain = Math.min(inVain, most + 1);
    if (arrived >= most) {
      rest(nowNanos);
    } else {
      ask(step, most);
    }
  }
}
