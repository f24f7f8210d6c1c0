package pqagent.role;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import pqagent.crypto.tunnel.TunnelHeader;
import pqagent.crypto.tunnel.TunnelId;

/**
 * Tunnel packets that overtook their handshake: the client sends them right behind it, while the
 * server still decapsulates. Kept only while handshakes from their source wait, bounded in number,
 * oldest out first. Thread-safe.
 */
final class EarlyPackets {
  static final int MAX_PACKETS = 256;

  /** A datagram and where it came from. */
  record EarlyPacket(TunnelId id, byte[] datagram, int address, int port) {}

  private final ArrayDeque<EarlyPacket> packets = new ArrayDeque<>();
  private final List<Integer> waitingSources = new ArrayList<>();

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

  /** Copies a tunnel packet when a handshake from its source waits; false when none does. */
  synchronized boolean offer(ByteBuffer buffer, int offset, int length, int address, int port) {
    if (!waitingSources.contains(address)) {
      return false;
    }
    byte[] datagram = new byte[length];
    buffer.get(offset, datagram);
    byte[] id = new byte[TunnelHeader.TUNNEL_ID_BYTES];
    buffer.get(offset + TunnelHeader.TUNNEL_ID_OFFSET, id);
    packets.add(new EarlyPacket(TunnelId.of(id), datagram, address, port));
    if (packets.size() > MAX_PACKETS) {
      packets.poll();
    }
    return true;
  }

  /** Takes out the packets of a tunnel, in the order they came. */
  synchronized List<EarlyPacket> claim(TunnelId id) {
    List<EarlyPacket> claimed = new ArrayList<>();
    for (Iterator<EarlyPacket> i = packets.iterator(); i.hasNext(); ) {
      EarlyPacket packet = i.next();
      if (packet.id().equals(id)) {
        claimed.add(packet);
        i.remove();
      }
    }
    return claimed;
  }
}
