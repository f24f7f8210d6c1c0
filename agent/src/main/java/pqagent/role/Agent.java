package pqagent.role;

import pqagent.metrics.Readiness;

/**
 * A running role. It is ready while queues are bound, pumps run, and the interface is as the rules
 * script made it.
 */
public interface Agent extends Readiness, AutoCloseable {
  /** How many packets pass through a tunnel in a rehearsal, for each connection. */
  int PACKETS_A_CONNECTION = 20;

  /**
   * Goes through connections with nobody, so that the first real one finds code loaded and
   * compiled. Takes a while; after it is ready.
   */
  default void rehearse(int connections) throws InterruptedException {}

  /** Stops it and gives everything back to the kernel. */
  @Override
  void close();
}
