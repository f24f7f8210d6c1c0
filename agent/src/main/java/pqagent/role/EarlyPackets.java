package pqagent.role;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import pqagent.crypto.tunnel.Tunnel;
import pqagent.crypto.tunnel.TunnelHeader;
import pqagent.crypto.tunnel.TunnelId;
import pqagent.peer.Peer;
import pqagent.peer.TunnelTable;

/**
 * Tunnel packets that overtook their handshake: the client sends them right behind it, while the
 * server still decapsulates. Kept only while handshakes from their source wait, bounded in number,
 * oldest out first. Thread-safe: a packet is either kept or finds its tunnel in the table, whenever
 * it comes.
 */
final class EarlyPackets {
  static final int MAX_PACKETS = 256;

  /** A datagram and where it came from. */
  record EarlyPacket(TunnelId id, byte[] datagram, int address, int port) {
    static EarlyPacket copy(ByteBuffer buffer, int offset, int length, int address, int port) {
      byte[] datagram = new byte[length];
      buffer.get(offset, datagram);
      byte[] id = new byte[TunnelHeader.TUNNEL_ID_BYTES];
      buffer.get(offset + TunnelHeader.TUNNEL_ID_OFFSET, id);
      return new EarlyPacket(TunnelId.of(id), datagram, address, port);
    }
  }

  private final TunnelTable tunnels;
  private final ArrayDeque<EarlyPacket> packets = new ArrayDeque<>();
  private final List<Integer> waitingSources = new ArrayList<>();

  EarlyPackets(TunnelTable tunnels) {
    this.tunnels = tunnels;
  }

  /** A handshake from this address waits for a worker. */
  synchronized void expect(int address) {
    waitingSources.add(address);
  }

  /** That handshake is through; when it was the last one, what nobody claimed goes. */
  synchronized void expectNoMore(int address) {
    waitingSources.remove((Integer) address);
    if (waitingSources.isEmpty()) {
      packets.clear();
    }
  }

  /**
   * Keeps a copy of a tunnel packet while a handshake from its source waits; false when none does,
   * or no longer: then the table has its tunnel, or it has none.
   */
  synchronized boolean offer(ByteBuffer buffer, int offset, int length, int address, int port) {
    if (!waitingSources.contains(address)
        || tunnels.find(buffer, offset + TunnelHeader.TUNNEL_ID_OFFSET) != null) {
      return false;
    }
    packets.add(EarlyPacket.copy(buffer, offset, length, address, port));
    if (packets.size() > MAX_PACKETS) {
      packets.poll();
    }
    return true;
  }

  /**
   * Takes out the packets of a new tunnel, in the order they came. When there are none left, adds
   * it to the table: packets that come from now on are the inbound pump's.
   */
  synchronized List<EarlyPacket> claimOrAdd(Tunnel tunnel, Peer peer) {
    List<EarlyPacket> claimed = new ArrayList<>();
    for (Iterator<EarlyPacket> i = packets.iterator(); i.hasNext(); ) {
      EarlyPacket packet = i.next();
      if (packet.id().equals(tunnel.id())) {
        claimed.add(packet);
        i.remove();
      }
    }
    if (claimed.isEmpty()) {
      tunnels.add(tunnel, peer);
    }
    return claimed;
  }
}
