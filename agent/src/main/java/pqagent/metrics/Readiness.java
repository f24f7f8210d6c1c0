package pqagent.metrics;

import java.util.Optional;

/** Whether the agent can do its work; asked by {@code /-/ready}. */
@FunctionalInterface
public interface Readiness {
  /** One line that says what is missing; empty when ready. */
  Optional<String> missing();
}
