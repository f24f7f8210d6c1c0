package pqagent.role;

import pqagent.metrics.Readiness;

/**
 * A running role. It is ready while queues are bound, pumps run, and the interface is as the rules
 * script made it.
 */
public interface Agent extends Readiness, AutoCloseable {
  /** Stops it and gives everything back to the kernel. */
  @Override
  void close();
}
