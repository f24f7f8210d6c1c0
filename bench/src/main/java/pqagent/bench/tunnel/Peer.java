package pqagent.bench.tunnel;

import pqagent.bench.network.Topology;

/** Somebody who carries packets from the client to the server. */
public interface Peer {
  /** Whose number it is when it is ours. */
  String OURS = "ours";

  /** Who. */
  String by();

  /** The largest packet inside, and what it is inside of, for people. */
  String sizes();

  /** Starts what it takes on both hosts, and waits until packets pass. */
  Tunnel start(Topology hosts);

  default boolean isOurs() {
    return by().equals(OURS);
  }
}
