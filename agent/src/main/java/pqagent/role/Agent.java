package pqagent.role;

import pqagent.metrics.Readiness;

/**
 * A running role. It is ready while queues are bound, pumps run, and the interface is as the rules
 * script made it.
 */
public interface Agent extends Readiness, AutoCloseable {
  /** Prepares for the first connection what can be prepared. Takes a while; after it is ready. */
  default void rehearse() {}

  /** Stops it and gives everything back to the kernel. */
  @Override
  void close();
}
