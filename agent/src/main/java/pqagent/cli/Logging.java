package pqagent.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.NopStatusListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place that knows which logging library is behind slf4j. Logback finds it as a service and
 * asks it when there is no configuration file, whose parser would have to be loaded at each start.
 */
@ConfiguratorRank(ConfiguratorRank.NOMINAL - 1)
public final class Logging extends ContextAwareBase implements Configurator {
  private static final String OURS = "pqagent";

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    context.getStatusManager().add(new NopStatusListener());
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%d{HH:mm:ss.SSS} %-5level %message%n");
    encoder.start();
    ConsoleAppender<ILoggingEvent> stderr = new ConsoleAppender<>();
    stderr.setContext(context);
    stderr.setTarget("System.err");
    stderr.setEncoder(encoder);
    stderr.start();
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(stderr);
    context.getLogger(OURS).setLevel(Level.INFO);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /**
   * Has the library loaded and configured, which takes a while. Who asks slf4j for a logger while
   * another thread does this gets a stand-in: call this first.
   */
  static synchronized void load() {
    LoggerFactory.getLogger(OURS);
  }

  static void setLevel(org.slf4j.event.Level level) {
    load();
    ((ch.qos.logback.classic.Logger) LoggerFactory.getLogger(OURS))
        .setLevel(Level.toLevel(level.name()));
  }
}
