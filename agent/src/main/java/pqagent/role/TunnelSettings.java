package pqagent.role;

import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.Set;
import pqagent.datapath.Offload;
import pqagent.peer.AddressRange;
import pqagent.peer.PathMtu;

/**
 * What both roles are told on the command line.
 *
 * @param interfaceName the TUN device that the rules script made
 * @param address our private address and the range of our peers' ones
 * @param mtu largest inner packet in bytes; empty: what the path to each peer takes
 * @param port UDP port of handshakes and tunnel packets
 * @param firstQueue first NFQUEUE number: of outbound TCP, then of everything else
 * @param lanes how many queues of either kind there are, and sockets
 * @param stateDirectory where caches live
 * @param offloads those in use
 */
public record TunnelSettings(
    String interfaceName,
    AddressRange address,
    OptionalInt mtu,
    int port,
    int firstQueue,
    int lanes,
    Path stateDirectory,
    Set<Offload> offloads) {

  boolean uses(Offload offload) {
    return offloads.contains(offload);
  }

  /** A new peer's. */
  PathMtu newPathMtu() {
    return mtu.isPresent() ? PathMtu.fixed(mtu.getAsInt()) : PathMtu.auto();
  }
}
