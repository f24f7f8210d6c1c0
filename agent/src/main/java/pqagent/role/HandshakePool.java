package pqagent.role;

import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pqagent.crypto.handshake.HandshakeMessage;
import pqagent.crypto.handshake.Responder;
import pqagent.crypto.handshake.Responder.Response;
import pqagent.crypto.handshake.TunnelSecrets;
import pqagent.metrics.AgentMetrics;
import pqagent.metrics.HandshakeResult;

/**
 * The server's workers for handshakes: as many as there are processors, behind a bounded queue.
 * What does not fit is shed and counted: a decapsulation is dear, a datagram is cheap.
 */
final class HandshakePool implements AutoCloseable {
  static final int MAX_WAITING = 256;
  private static final Logger log = LoggerFactory.getLogger(HandshakePool.class);

  /** What to do with a handshake that was accepted, on the worker's thread. */
  interface Acceptance {
    /** Returns false when there is no room for another tunnel. */
    boolean accept(TunnelSecrets secrets);
  }

  private final Responder responder;
  private final InstantSource clock;
  private final EarlyPackets early;
  private final Acceptance acceptance;
  private final AgentMetrics metrics;
  private final ThreadPoolExecutor workers;

  /**
   * Arrays for messages, of those that wait and those at work, used again and again: a new one for
   * each would grow old in the queue, and stay until the whole heap is collected.
   */
  private final ArrayBlockingQueue<byte[]> free;

  HandshakePool(
      Responder responder,
      InstantSource clock,
      EarlyPackets early,
      Acceptance acceptance,
      AgentMetrics metrics) {
    this.responder = responder;
    this.clock = clock;
    this.early = early;
    this.acceptance = acceptance;
    this.metrics = metrics;
    int threads = Runtime.getRuntime().availableProcessors();
    int room = MAX_WAITING + threads;
    free = new ArrayBlockingQueue<>(room);
    while (free.remainingCapacity() > 0) {
      free.add(new byte[HandshakeMessage.BYTES]);
    }
    AtomicInteger number = new AtomicInteger();
    workers =
        new ThreadPoolExecutor(
            threads,
            threads,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(room),
            task ->
                Thread.ofPlatform().name("handshake-" + number.getAndIncrement()).unstarted(task));
    workers.prestartAllCoreThreads();
  }

  /** Takes a datagram that may be a handshake, from the inbound pump. */
  void offer(ByteBuffer buffer, int offset, int length, int address) {
    if (length != HandshakeMessage.BYTES) {
      metrics.handshake(HandshakeResult.BAD_MESSAGE);
      return;
    }
    byte[] message = free.poll();
    if (message == null) {
      metrics.handshake(HandshakeResult.SHED);
      return;
    }
    buffer.get(offset, message);
    if (responder.isReplay(message, clock.instant().getEpochSecond())) {
      free.add(message);
      metrics.handshake(HandshakeResult.REPLAY);
      return;
    }
    long startNanos = System.nanoTime();
    early.expect(address);
    try {
      workers.execute(() -> respond(message, address, startNanos));
    } catch (RejectedExecutionException e) {
      // The agent is about to end.
      free.add(message);
      early.expectNoMore(address);
      metrics.handshake(HandshakeResult.SHED);
    }
  }

  private void respond(byte[] message, int address, long startNanos) {
    try {
      metrics.handshake(
          switch (responder.respond(message, clock.instant().getEpochSecond())) {
            case Response.Accepted(TunnelSecrets secrets) -> {
              if (!acceptance.accept(secrets)) {
                yield HandshakeResult.REFUSED;
              }
              metrics.handshakeDuration(System.nanoTime() - startNanos);
              yield HandshakeResult.OK;
            }
            case Response.Rejected(Responder.Reason reason) ->
                switch (reason) {
                  case BAD_MESSAGE -> HandshakeResult.BAD_MESSAGE;
                  case REPLAY -> HandshakeResult.REPLAY;
                  case OVERLOADED -> HandshakeResult.SHED;
                };
          });
    } catch (RuntimeException e) {
      log.error("a handshake failed inside", e);
    } finally {
      free.add(message);
      early.expectNoMore(address);
    }
  }

  @Override
  public void close() {
    workers.shutdownNow();
    workers.close();
  }
}
