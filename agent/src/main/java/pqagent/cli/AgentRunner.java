package pqagent.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import pqagent.crypto.simd.VectorUnit;
import pqagent.error.OperatorException;
import pqagent.metrics.AgentMetrics;
import pqagent.metrics.AgentRole;
import pqagent.metrics.MetricsServer;
import pqagent.role.Agent;

/**
 * Runs a role in the foreground until a signal ends it: rules, agent, metrics; and takes them down
 * in the opposite order.
 */
final class AgentRunner {
  private AgentRunner() {}

  /**
   * The rules are begun before anything else: nothing takes longer until the agent is ready.
   *
   * @param rules arguments for the rules scripts, when they are to be run
   * @param start makes the agent, and waits for the rules where it first needs them; an
   *     OperatorException leaves nothing behind
   */
  static int run(
      AgentRole role,
      Optional<List<String>> rules,
      Level logLevel,
      Optional<InetSocketAddress> metricsAddress,
      BiFunction<AgentMetrics, Runnable, Agent> start) {
    CountDownLatch stopped = new CountDownLatch(1);
    CountDownLatch cleanedUp = new CountDownLatch(1);
    Optional<RulesScripts> scripts = rules.map(RulesScripts::install);
    try (Closing _ = new Closing(cleanedUp::countDown);
        Closing _ = new Closing(() -> scripts.ifPresent(RulesScripts::close));
        Closing _ = loggingAt(logLevel);
        AgentMetrics metrics = new AgentMetrics(role);
        Agent agent = start.apply(metrics, () -> scripts.ifPresent(RulesScripts::await));
        Closing _ =
            metricsAddress
                .map(address -> serve(address, metrics, agent))
                .map(server -> new Closing(server::close))
                .orElse(Closing.NOTHING)) {
      Logger log = LoggerFactory.getLogger(AgentRunner.class);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stopped, cleanedUp), "shutdown"));
      log.info("{} is ready", role.label());
      log.info("cryptography: {}", VectorUnit.description());
      try (WarmUp _ = WarmUp.start(agent)) {
        stopped.await();
      }
      log.info("{} stops", role.label());
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  /** Among the resources, so that the rules go again should it fail; it needs no closing. */
  private static Closing loggingAt(Level level) {
    Logging.setLevel(level);
    return Closing.NOTHING;
  }

  private static MetricsServer serve(InetSocketAddress address, AgentMetrics metrics, Agent agent) {
    try {
      return MetricsServer.start(address, metrics, agent);
    } catch (IOException e) {
      throw new OperatorException(e.getMessage(), e);
    }
  }

  /** In the shutdown hook: lets the main thread clean up before the process ends. */
  private static void stop(CountDownLatch stopped, CountDownLatch cleanedUp) {
    stopped.countDown();
    try {
      cleanedUp.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Something to do at the end, as a resource. */
  private record Closing(Runnable action) implements AutoCloseable {
    static final Closing NOTHING = new Closing(() -> {});

    @Override
    public void close() {
      action.run();
    }
  }
}
