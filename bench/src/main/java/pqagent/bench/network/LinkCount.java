package pqagent.bench.network;

/** What each end of the link sent so far. */
public record LinkCount(Sent client, Sent server) {
  /** The largest frame of Ethernet with an MTU of 1500, without its checksum. */
  public static final int MAX_FRAME_BYTES = 1514;

  /** What a device counted. */
  record Sent(long packets, long bytes) {
    double meanBytesSince(Sent then) {
      return (double) (bytes - then.bytes) / Math.max(1, packets - then.packets);
    }
  }

  /**
   * The mean size of packets since then, in bytes with the Ethernet header, on the way on which
   * they were larger.
   */
  public double meanBytesSince(LinkCount then) {
    return Math.max(client.meanBytesSince(then.client), server.meanBytesSince(then.server));
  }
}
