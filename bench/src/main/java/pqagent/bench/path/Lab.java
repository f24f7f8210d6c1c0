package pqagent.bench.path;

import java.util.List;
import pqagent.bench.network.Iperf3;
import pqagent.bench.network.Iperf3Report;
import pqagent.bench.network.LinkCount;
import pqagent.bench.network.NetworkException;
import pqagent.bench.network.Topology;
import pqagent.bench.tunnel.Peer;
import pqagent.bench.tunnel.Tunnel;

/** Two hosts of a peer's own, so that nobody's rules are in another's way. */
final class Lab implements AutoCloseable {
  static final int SMALL_BYTES = 64;
  private static final int WARM_UP_RATE = 40_000;

  private final Peer peer;
  private final Topology hosts;
  private final Iperf3 iperf3;
  private Tunnel tunnel;
  private boolean offloads = true;
  private double mostFrameBytes;

  private Lab(Peer peer, Topology hosts) {
    this.peer = peer;
    this.hosts = hosts;
    iperf3 = new Iperf3(hosts);
    tunnel = peer.start(hosts);
  }

  /** Makes the hosts and starts the peer on them. */
  static Lab make(Peer peer, int number, String congestionControl) {
    Topology hosts = Topology.make(number);
    try {
      hosts.setCongestionControl(congestionControl);
      return new Lab(peer, hosts);
    } catch (RuntimeException e) {
      hosts.close();
      throw e;
    }
  }

  Peer peer() {
    return peer;
  }

  Topology hosts() {
    return hosts;
  }

  Tunnel tunnel() {
    return tunnel;
  }

  /** Starts the peer's processes anew. */
  void restart() {
    tunnel.close();
    tunnel = peer.start(hosts);
  }

  /** Loads the tunnel before anything counts. */
  void warmUp() {
    if (tunnel.hasProcesses()) {
      iperf3.tcp(tunnel.target(), Effort.WARM_UP_TCP_SECONDS, List.of());
      udp(Effort.WARM_UP_UDP_SECONDS, WARM_UP_RATE);
    }
  }

  void setOffloads(boolean on) {
    hosts.setOffloads(on);
    offloads = on;
    mostFrameBytes = 0;
  }

  /** A run of TCP; a NetworkException when the link carries super-packets though it must not. */
  Iperf3Report.Stream tcp(int seconds, List<String> options) {
    LinkCount before = hosts.linkCount();
    Iperf3Report.Stream stream = iperf3.tcp(tunnel.target(), seconds, options);
    double frameBytes = hosts.linkCount().meanBytesSince(before);
    if (!offloads && frameBytes > LinkCount.MAX_FRAME_BYTES) {
      throw new NetworkException(
          "%s: %.0f bytes a frame on %s, though its offloads are off"
              .formatted(peer.by(), frameBytes, Topology.LINK_DEVICE));
    }
    mostFrameBytes = Math.max(mostFrameBytes, frameBytes);
    return stream;
  }

  /** A run of UDP with small datagrams. */
  Iperf3Report.Datagrams udp(int seconds, int rate) {
    return iperf3.udp(tunnel.target(), seconds, SMALL_BYTES, rate);
  }

  /**
   * Bytes a packet on the link, on average, in that TCP run since the offloads were switched that
   * had most; 0 when there was none.
   */
  double mostFrameBytes() {
    return mostFrameBytes;
  }

  @Override
  public void close() {
    hosts.close();
  }
}
