package pqagent.role;

import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pqagent.crypto.handshake.Responder;
import pqagent.crypto.handshake.TunnelSecrets;
import pqagent.crypto.tunnel.Tunnel;
import pqagent.crypto.tunnel.TunnelHeader;
import pqagent.datapath.ControlHandler;
import pqagent.datapath.PacketReceiver;
import pqagent.linux.DatagramBatch;
import pqagent.metrics.AgentMetrics;
import pqagent.metrics.Direction;
import pqagent.metrics.DropReason;
import pqagent.peer.AddressPool;
import pqagent.peer.Ipv4;
import pqagent.peer.PathMtu;
import pqagent.peer.Peer;
import pqagent.peer.PeerTable;
import pqagent.peer.TunnelTable;
import pqagent.role.EarlyPackets.EarlyPacket;

/**
 * Where a server meets its clients: handshakes go to the workers, packets that overtook theirs wait
 * for it, and whoever has the keys gets a tunnel and a private address.
 */
final class Reception implements ControlHandler, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Reception.class);

  private final TunnelTable tunnels;
  private final PeerTable peers;
  private final AddressPool pool;
  private final Supplier<PathMtu> pathMtu;
  private final PacketReceiver receiver;
  private final AgentMetrics metrics;
  private final EarlyPackets early;
  private final HandshakePool handshakes;

  /** Kept, since to give native memory back halts every thread for a moment (1 ms was measured). */
  private final DatagramBatch batch =
      DatagramBatch.forSending(2 * DatagramBatch.MAX_DATAGRAM_BYTES, EarlyPackets.MAX_PACKETS);

  /**
   * @param pathMtu makes a new client's
   * @param receiver opens packets that overtook their handshake; closed with this
   */
  Reception(
      TunnelTable tunnels,
      PeerTable peers,
      AddressPool pool,
      Supplier<PathMtu> pathMtu,
      PacketReceiver receiver,
      Responder responder,
      InstantSource clock,
      AgentMetrics metrics) {
    this.tunnels = tunnels;
    this.peers = peers;
    this.pool = pool;
    this.pathMtu = pathMtu;
    this.receiver = receiver;
    this.metrics = metrics;
    early = new EarlyPackets(tunnels);
    handshakes = new HandshakePool(responder, clock, early, this::accept, metrics);
  }

  @Override
  public void handle(ByteBuffer buffer, int offset, int length, int address, int port) {
    if (length >= 2 && buffer.getShort(offset) == 0x0100) {
      handshakes.offer(buffer, offset, length, address);
    } else if (!TunnelHeader.isTunnelPacket(buffer, offset, length)) {
      metrics.dropped(Direction.IN, DropReason.UNEXPECTED_MESSAGE);
    } else if (!early.offer(buffer, offset, length, address, port)) {
      TunnelTable.Binding binding = tunnels.find(buffer, offset + TunnelHeader.TUNNEL_ID_OFFSET);
      if (binding == null) {
        metrics.dropped(Direction.IN, DropReason.UNKNOWN_TUNNEL);
      } else {
        open(List.of(EarlyPacket.copy(buffer, offset, length, address, port)), binding);
      }
    }
  }

  /**
   * Gives a new tunnel its private address. Until the table has it, this worker alone opens its
   * packets; from then on, the inbound pump.
   */
  private boolean accept(TunnelSecrets secrets) {
    OptionalInt address = pool.take();
    if (address.isEmpty()) {
      secrets.close();
      return false;
    }
    long now = System.nanoTime();
    Tunnel tunnel = Tunnel.accepted(secrets, now);
    Peer peer = Peer.client(address.getAsInt(), tunnel, pathMtu.get(), now);
    peers.add(peer);
    TunnelTable.Binding binding = new TunnelTable.Binding(tunnel, peer);
    for (var packets = early.claimOrAdd(tunnel, peer);
        !packets.isEmpty();
        packets = early.claimOrAdd(tunnel, peer)) {
      open(packets, binding);
    }
    log.debug("a client got {}", Ipv4.format(peer.privateAddress()));
    return true;
  }

  private synchronized void open(List<EarlyPacket> packets, TunnelTable.Binding binding) {
    for (EarlyPacket packet : packets) {
      if (!batch.hasRoom(packet.datagram().length)) {
        openBatch(binding);
      }
      int offset = batch.append(packet.datagram().length, packet.address(), packet.port());
      batch.buffer().put(offset, packet.datagram());
    }
    openBatch(binding);
  }

  private void openBatch(TunnelTable.Binding binding) {
    receiver.receiveAll(batch, binding, System.nanoTime());
    batch.clear();
  }

  /** Forgets tunnels on which nothing arrived for 120 s. */
  void expire(long nowNanos) {
    tunnels.forEach(
        (tunnel, peer) -> {
          if (tunnel.isDead(nowNanos)) {
            tunnels.remove(tunnel.id());
            peers.remove(peer);
            tunnel.close();
            pool.giveBack(peer.privateAddress());
          }
        });
  }

  @Override
  public void close() {
    handshakes.close();
    receiver.close();
    batch.close();
  }
}
