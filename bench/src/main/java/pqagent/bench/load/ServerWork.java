package pqagent.bench.load;

/**
 * What a server did in a while.
 *
 * @param count handshakes or packets that it dealt with as was meant
 * @param missed those that went another way
 * @param seconds how long it took
 * @param cpuSeconds of the whole process
 * @param pumpSeconds CPU time of the thread that packets pass
 * @param stolen processors that the hypervisor took from the machine meanwhile
 */
public record ServerWork(
    long count, long missed, double seconds, double cpuSeconds, double pumpSeconds, double stolen) {

  public double perSecond() {
    return count / seconds;
  }

  /** CPU time of the process for each. */
  public double cpuNanosEach() {
    return 1e9 * cpuSeconds / count;
  }

  /** CPU time of the thread that packets pass, for each. */
  public double pumpNanosEach() {
    return 1e9 * pumpSeconds / count;
  }

  /** Processors that the process had: at most 1. */
  public double processors() {
    return cpuSeconds / seconds;
  }
}
