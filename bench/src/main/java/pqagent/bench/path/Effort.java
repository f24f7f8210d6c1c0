package pqagent.bench.path;

/**
 * How long the measurements take.
 *
 * @param rounds in each of which everybody has a turn
 * @param tcpSeconds of each TCP run
 * @param searchSteps runs of UDP to find a rate
 * @param searchSeconds of each of them
 * @param pings inside and outside of the tunnel
 */
public record Effort(int rounds, int tcpSeconds, int searchSteps, int searchSeconds, int pings) {
  public static final Effort FULL = new Effort(5, 5, 7, 2, 200);
  public static final Effort QUICK = new Effort(1, 3, 7, 2, 200);

  /** Of TCP, right after a tunnel's start; does not count. */
  public static final int WARM_UP_TCP_SECONDS = 10;

  /** Of UDP, after that; does not count. */
  public static final int WARM_UP_UDP_SECONDS = 3;
}
