package pqagent.connect;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * A path and a server in simulated time: packets are lost, doubled and delayed on either way; the
 * server takes a while for each request and has room for so many.
 */
final class SimulatedNetwork {
  private static final long LIMIT_NANOS = 1_000_000_000_000L;

  /** What happened until everything was answered. */
  record Run(int answered, int requestsSent, int maxUnderWay, long nanos) {}

  private record Arrival(long nanos, int order, int request, boolean atServer) {}

  private final long oneWayNanos;
  private final Random random;
  private double loss;
  private double duplicates;
  private double jitter;
  private int serverBuffer = Integer.MAX_VALUE;
  private long serverNanos = 1_000;

  private final PriorityQueue<Arrival> arrivals =
      new PriorityQueue<>(
          Comparator.comparingLong(Arrival::nanos).thenComparingInt(Arrival::order));
  private int packets;
  private long serverFreeAtNanos;

  private SimulatedNetwork(long roundTripNanos, long seed) {
    this.oneWayNanos = roundTripNanos / 2;
    this.random = new Random(seed);
  }

  static SimulatedNetwork with(long roundTripNanos, long seed) {
    return new SimulatedNetwork(roundTripNanos, seed);
  }

  /** Share of packets lost, each way. */
  SimulatedNetwork loss(double share) {
    loss = share;
    return this;
  }

  SimulatedNetwork duplicates(double share) {
    duplicates = share;
    return this;
  }

  /** Up to this share of the way's time more, so that packets overtake each other. */
  SimulatedNetwork jitter(double share) {
    jitter = share;
    return this;
  }

  SimulatedNetwork server(int bufferRequests, long nanosPerRequest) {
    serverBuffer = bufferRequests;
    serverNanos = nanosPerRequest;
    return this;
  }

  /** Offers all requests at once and runs until all are answered, or far too long. */
  Run run(int requests) {
    Pacer pacer = new Pacer(requests, 0);
    for (int i = 0; i < requests; i++) {
      pacer.offer(i);
    }
    boolean[] answered = new boolean[requests];
    int count = 0;
    int sent = 0;
    int maxUnderWay = 0;
    long now = 0;
    while (count < requests && now < LIMIT_NANOS) {
      for (int i = pacer.next(now); i != Pacer.NONE; i = pacer.next(now)) {
        sent++;
        travel(now, i, true);
      }
      maxUnderWay = Math.max(maxUnderWay, pacer.underWay());
      Arrival next = arrivals.peek();
      long wake = pacer.wakeNanos();
      if (next == null || wake < next.nanos) {
        now = Math.max(now + 1, wake);
        continue;
      }
      arrivals.remove();
      now = Math.max(now, next.nanos);
      if (next.atServer) {
        serve(next);
      } else {
        pacer.answered(next.request, now);
        count += answered[next.request] ? 0 : 1;
        answered[next.request] = true;
      }
    }
    return new Run(count, sent, maxUnderWay, now);
  }

  private void serve(Arrival request) {
    long queued = Math.max(0, serverFreeAtNanos - request.nanos) / serverNanos;
    if (queued < serverBuffer) {
      serverFreeAtNanos = Math.max(serverFreeAtNanos, request.nanos) + serverNanos;
      travel(serverFreeAtNanos, request.request, false);
    }
  }

  private void travel(long now, int request, boolean toServer) {
    int copies = random.nextDouble() < duplicates ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      if (random.nextDouble() >= loss) {
        long delay = (long) (oneWayNanos * (1 + jitter * random.nextDouble()));
        arrivals.add(new Arrival(now + delay, packets++, request, toServer));
      }
    }
  }
}
