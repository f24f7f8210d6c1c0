package pqagent.metrics;

/** Metrics as an agent of the role would have them, with made-up values. */
public final class SampleMetrics {
  private SampleMetrics() {}

  /** Every gauge of the role is bound. */
  public static AgentMetrics bound(AgentRole role) {
    AgentMetrics metrics = new AgentMetrics(role);
    metrics.bindTunnels(() -> 5);
    metrics.bindPrivateAddresses(() -> 1, () -> 2, () -> 65_000);
    int queue = 200;
    if (role == AgentRole.CLIENT) {
      metrics.bindPrekeys(() -> 4);
      metrics.bindParkedPackets(() -> 3);
      queue = 100;
    }
    metrics.bindQueue(queue, () -> 6, () -> 7, () -> 8);
    return metrics;
  }

  /** Something of everything happens once. */
  public static void count(AgentMetrics metrics) {
    for (Direction direction : Direction.values()) {
      metrics.tunnelTraffic(direction, 10, 12_000);
      metrics.dropped(direction, DropReason.REPLAYED);
    }
    metrics.dnsReply(DnsOutcome.REWRITTEN);
    metrics.handshake(HandshakeResult.OK);
    metrics.handshakeDuration(40_000_000);
    metrics.staticKeyFetch(900_000_000);
    metrics.staticKeyCache(CacheOutcome.MISS);
    metrics.keyRequest(KeyRequestKind.STATIC, KeyRequestOutcome.ANSWERED);
  }
}
