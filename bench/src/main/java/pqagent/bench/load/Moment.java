package pqagent.bench.load;

import java.io.IOException;
import pqagent.bench.measure.Steal;
import pqagent.bench.network.ProcessUsage;

/** How far a server is at one moment. */
record Moment(Scrape scrape, long nanos, double cpuSeconds, double pumpSeconds, Steal steal) {
  private static final String PUMPS_THREAD = "pumps";

  static Moment of(LoadedServer server) throws IOException {
    ProcessUsage usage = server.usage();
    Scrape scrape = server.scrape();
    return new Moment(
        scrape,
        System.nanoTime(),
        usage.cpuSeconds(),
        usage.cpuSeconds(PUMPS_THREAD),
        Steal.ofMachine());
  }

  /** Nanoseconds since an earlier one. */
  long nanosSince(Moment then) {
    return nanos - then.nanos;
  }

  /** How much a counter went up, all series of the metric that have this label. */
  long counted(Moment then, String metric, String label) {
    return scrape.sum(metric, label) - then.scrape.sum(metric, label);
  }

  /** What was done since an earlier moment, of which the counts are known. */
  ServerWork workSince(Moment then, long count, long missed) {
    return new ServerWork(
        count,
        missed,
        nanosSince(then) / 1e9,
        cpuSeconds - then.cpuSeconds,
        pumpSeconds - then.pumpSeconds,
        steal.since(then.steal));
  }
}
