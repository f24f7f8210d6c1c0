package pqagent.datapath;

import java.util.OptionalInt;
import pqagent.metrics.AgentMetrics;
import pqagent.metrics.Direction;
import pqagent.metrics.DropReason;
import pqagent.nfqueue.PacketBatch;
import pqagent.nfqueue.PacketQueue;
import pqagent.nfqueue.Verdict;

/**
 * The way of an outbound packet, a pump for each queue:
 *
 * <ol>
 *   <li>{@link PacketQueue#receive} takes what the kernel queued for private addresses, TCP
 *       super-packets whole
 *   <li>{@link PacketSender#add} finds the peer, cuts the packet and writes it as datagrams
 *   <li>{@link PacketSender#flush} seals them in place and sends them
 *   <li>{@link PacketQueue#verdict} accepts the batch: only now, since a held packet is TCP's
 *       back-pressure. Accepted packets end in the TUN device, which takes nothing
 * </ol>
 */
public final class OutboundPump implements Pump {
  private static final int PACKETS_A_RECEIVE = 32;

  private final PacketQueue queue;
  private final PacketSender sender;
  private final AgentMetrics metrics;
  private final PacketBatch batch = new PacketBatch(PACKETS_A_RECEIVE);

  /** Closes the sender with itself. */
  public OutboundPump(PacketQueue queue, PacketSender sender, AgentMetrics metrics) {
    this.queue = queue;
    this.sender = sender;
    this.metrics = metrics;
  }

  @Override
  public int descriptor() {
    return queue.descriptor();
  }

  @Override
  public OptionalInt outlet() {
    return OptionalInt.of(sender.descriptor());
  }

  @Override
  public void turn() {
    if (queue.receive(batch) > 0) {
      forward();
    }
  }

  private void forward() {
    long now = System.nanoTime();
    for (int i = 0; i < batch.size(); i++) {
      if (batch.isTruncated(i)) {
        metrics.dropped(Direction.OUT, DropReason.TRUNCATED);
      } else {
        sender.add(batch.buffer(), batch.offset(i), batch.length(i), batch.needsChecksum(i), now);
      }
    }
    sender.flush(now);
    queue.verdict(batch, Verdict.ACCEPT);
  }

  @Override
  public void close() {
    sender.close();
    batch.close();
  }
}
