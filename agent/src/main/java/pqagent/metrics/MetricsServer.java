package pqagent.metrics;

import java.io.IOException;
import java.net.InetSocketAddress;

/** Shows the metrics by HTTP: {@code /metrics}, {@code /-/healthy}, {@code /-/ready}. */
public final class MetricsServer implements AutoCloseable {
  /** IOException: one line for the operator that names the address and the remedy. */
  public static MetricsServer start(
      InetSocketAddress address, AgentMetrics metrics, Readiness readiness) throws IOException {
    throw new UnsupportedOperationException("not yet");
  }

  /** Where it listens; the port is a real one when 0 was asked for. */
  public InetSocketAddress address() {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public void close() {}
}
