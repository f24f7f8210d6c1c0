package pqagent.role;

import pqagent.datapath.TunnelEvents;
import pqagent.peer.Peer;

/** The part of the events that both roles take alike: what echo probes find out. */
abstract class ProbedEvents implements TunnelEvents {
  private final PathProbes probes;

  ProbedEvents(PathProbes probes) {
    this.probes = probes;
  }

  /** The tunnel is there: how large its packets may be can be asked. */
  final void tend(Peer peer) {
    probes.tend(peer, System.nanoTime());
  }

  @Override
  public final void probed(Peer peer, int sequence) {
    probes.probed(peer, sequence);
  }

  @Override
  public final void probeAnswered(Peer peer, int sequence) {
    probes.answered(peer, sequence, System.nanoTime());
  }
}
