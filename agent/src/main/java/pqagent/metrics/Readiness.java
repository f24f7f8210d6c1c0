package pqagent.metrics;

import java.util.Optional;

/** Whether the agent can do its work; {@code /-/ready} asks. */
@FunctionalInterface
public interface Readiness {
  /** One line that says what is missing; empty when ready. */
  Optional<String> missing();
}
