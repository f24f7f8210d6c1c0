package pqagent.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pqagent.crypto.primitive.VectorKernels;
import pqagent.linux.CompilerThreads;
import pqagent.role.Agent;

/**
 * What an agent that is ready does on the side, so that its first connections and packets find code
 * loaded and compiled. Close ends it, and does not wait for what needs no cleaning up.
 */
final class WarmUp implements AutoCloseable {
  /** So many that the JVM compiles what is slowest of a connection. */
  private static final int REHEARSALS = 150;

  /** A tenth of the processor beside one who does not give way (docs/performance.md). */
  private static final int COMPILERS_NICER = 10;

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Logger log = LoggerFactory.getLogger(WarmUp.class);
  private static final Set<Thread> THREADS = ConcurrentHashMap.newKeySet();

  private final Agent agent;
  private final Thread thread = Thread.ofPlatform().daemon().name("warm-up").unstarted(this::run);
  private volatile boolean closed;

  private WarmUp(Agent agent) {
    this.agent = agent;
  }

  static WarmUp start(Agent agent) {
    WarmUp warmUp = new WarmUp(agent);
    THREADS.add(warmUp.thread);
    warmUp.thread.start();
    return warmUp;
  }

  /** Waits until all that this process began are over; false when one takes very long. */
  static boolean awaitAll() throws InterruptedException {
    for (Thread thread : THREADS) {
      if (!thread.join(PATIENCE)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Vectors beside the first rehearsal: whoever downloads at once waits for them most. Compilers
   * give way only after it all.
   */
  private void run() {
    try {
      Thread kernels =
          Thread.ofPlatform().daemon().name("warm-up-kernels").start(VectorKernels::warmUp);
      rehearse(1);
      kernels.join();
      rehearse(REHEARSALS);
      CompilerThreads.giveWay(COMPILERS_NICER);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      log.debug("compilers go on as they are", e);
    }
  }

  private synchronized void rehearse(int connections) throws InterruptedException {
    if (!closed) {
      agent.rehearse(connections);
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    synchronized (this) {
      // A rehearsal is over now, and will not begin.
    }
  }
}
