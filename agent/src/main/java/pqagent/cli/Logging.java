package pqagent.cli;

import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The one place that knows which logging library is behind slf4j. */
final class Logging {
  private Logging() {}

  static void setLevel(Level level) {
    ((Logger) LoggerFactory.getLogger("pqagent"))
        .setLevel(ch.qos.logback.classic.Level.toLevel(level.name()));
  }
}
