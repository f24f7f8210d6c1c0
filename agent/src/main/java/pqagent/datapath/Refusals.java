package pqagent.datapath;

import java.nio.ByteBuffer;
import pqagent.metrics.AgentMetrics;
import pqagent.metrics.Direction;
import pqagent.metrics.DropReason;
import pqagent.packet.IcmpErrors;
import pqagent.packet.PacketSink;

/**
 * Drops packets that cannot go, and tells their sender by ICMP, not more often than a host may (RFC
 * 1812 section 4.3.2.8).
 */
final class Refusals implements AutoCloseable {
  private static final long SECOND = 1_000_000_000L;
  private static final int MAX_ANSWERS_A_SECOND = 100;

  private final IcmpErrors errors;
  private final AgentMetrics metrics;
  private long secondBegan;
  private int answers;

  Refusals(PacketSink sink, AgentMetrics metrics) {
    this.errors = new IcmpErrors(sink);
    this.metrics = metrics;
  }

  /** Its destination stands for nobody, or for somebody who does not answer. */
  void unreachable(ByteBuffer packets, int offset, int length, DropReason reason, long nowNanos) {
    metrics.dropped(Direction.OUT, reason);
    if (mayAnswer(nowNanos)) {
      errors.hostUnreachable(packets, offset, length);
    }
  }

  /** It is larger than the tunnel takes and forbids to cut it. */
  void tooBig(ByteBuffer packets, int offset, int length, int maxInnerBytes, long nowNanos) {
    metrics.dropped(Direction.OUT, DropReason.TOO_BIG);
    if (mayAnswer(nowNanos)) {
      errors.fragmentationNeeded(packets, offset, length, maxInnerBytes);
    }
  }

  private boolean mayAnswer(long nowNanos) {
    if (nowNanos - secondBegan >= SECOND) {
      secondBegan = nowNanos;
      answers = 0;
    }
    return answers++ < MAX_ANSWERS_A_SECOND;
  }

  @Override
  public void close() {
    errors.close();
  }
}
