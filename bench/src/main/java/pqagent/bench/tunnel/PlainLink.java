package pqagent.bench.tunnel;

import java.util.List;
import pqagent.bench.network.Topology;

/** No tunnel: what the link carries, for orientation. */
public final class PlainLink implements Peer {
  @Override
  public String by() {
    return "plain link";
  }

  @Override
  public String sizes() {
    return "packets of 1500 bytes";
  }

  @Override
  public Tunnel start(Topology hosts) {
    return new Tunnel(Topology.SERVER_ADDRESS, List.of(), List.of());
  }
}
