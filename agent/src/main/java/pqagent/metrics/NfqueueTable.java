package pqagent.metrics;

import java.util.function.LongSupplier;

/** The kernel's own table of NFQUEUEs, /proc/net/netfilter/nfnetlink_queue. */
public final class NfqueueTable implements AutoCloseable {
  /** Opens the table, as well as this process can. */
  public static NfqueueTable open() {
    throw new UnsupportedOperationException("not yet");
  }

  /**
   * Binds the meters of a queue. {@code missedPackets}: a count from gaps in packet ids, which
   * stands in for the kernel's count where the table cannot be read.
   */
  public void bind(AgentMetrics metrics, int queueNumber, LongSupplier missedPackets) {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public void close() {}
}
