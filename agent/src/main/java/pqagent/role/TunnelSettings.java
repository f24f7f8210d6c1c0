package pqagent.role;

import java.nio.file.Path;
import java.util.Set;
import pqagent.datapath.Offload;
import pqagent.peer.AddressRange;

/**
 * What both roles are told on the command line.
 *
 * @param interfaceName the TUN device that the rules script made
 * @param address our private address and the range of our peers' ones
 * @param maxInnerBytes largest inner packet (the tunnel's MTU)
 * @param port UDP port of handshakes and tunnel packets
 * @param firstQueue NFQUEUE number of outbound TCP; the next number is everything else's
 * @param stateDirectory where caches live
 * @param offloads those in use
 */
public record TunnelSettings(
    String interfaceName,
    AddressRange address,
    int maxInnerBytes,
    int port,
    int firstQueue,
    Path stateDirectory,
    Set<Offload> offloads) {

  boolean uses(Offload offload) {
    return offloads.contains(offload);
  }
}
