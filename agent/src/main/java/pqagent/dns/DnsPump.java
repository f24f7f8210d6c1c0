package pqagent.dns;

import pqagent.metrics.AgentMetrics;
import pqagent.metrics.DnsOutcome;
import pqagent.nfqueue.PacketBatch;
import pqagent.nfqueue.PacketQueue;
import pqagent.nfqueue.Verdict;

/**
 * The way of a DNS reply, on the thread {@code dns}: received from its queue, judged, accepted as
 * it is or with other bytes in its place. Every reply passes, whatever becomes of it here.
 */
public final class DnsPump implements AutoCloseable {
  private static final int PACKETS_A_RECEIVE = 16;

  private final PacketQueue queue;
  private final ReplyRewriter rewriter;
  private final AgentMetrics metrics;
  private final Thread thread;
  private volatile boolean stopping;

  private DnsPump(PacketQueue queue, PrivateAddresses addresses, AgentMetrics metrics) {
    this.queue = queue;
    this.rewriter = new ReplyRewriter(addresses);
    this.metrics = metrics;
    this.thread = Thread.ofPlatform().name("dns").unstarted(this::run);
  }

  /** Starts its thread. The queue stays the caller's, to be closed after the pump. */
  public static DnsPump start(PacketQueue queue, PrivateAddresses addresses, AgentMetrics metrics) {
    DnsPump pump = new DnsPump(queue, addresses, metrics);
    pump.thread.start();
    return pump;
  }

  public boolean isRunning() {
    return thread.isAlive();
  }

  private void run() {
    try (PacketBatch batch = new PacketBatch(PACKETS_A_RECEIVE)) {
      while (!stopping) {
        if (queue.receive(batch) > 0) {
          pass(batch);
        }
      }
    }
  }

  private void pass(PacketBatch batch) {
    for (int i = 0; i < batch.size(); i++) {
      DnsOutcome outcome =
          batch.isTruncated(i)
              ? DnsOutcome.MALFORMED
              : rewriter.rewrite(batch.buffer(), batch.offset(i), batch.length(i));
      metrics.dnsReply(outcome);
      if (outcome == DnsOutcome.REWRITTEN) {
        queue.accept(batch.id(i), rewriter.packet(), 0, rewriter.packetBytes());
      }
    }
    queue.verdict(batch, Verdict.ACCEPT);
  }

  /** Stops the thread and waits for its end. Replies pass unseen from then on. */
  @Override
  public void close() {
    stopping = true;
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
