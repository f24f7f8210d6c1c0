package pqagent.connect;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import pqagent.crypto.tunnel.OpenResult;
import pqagent.crypto.tunnel.Tunnel;
import pqagent.crypto.tunnel.TunnelHeader;
import pqagent.metrics.AgentMetrics;
import pqagent.metrics.AgentRole;
import pqagent.peer.Connection;
import pqagent.peer.PathMtu;
import pqagent.peer.Peer;
import pqagent.peer.ServerIdentity;
import pqagent.peer.TunnelTable;

/**
 * A client on loopback: one socket, a connector, and just enough of the pumps to open what comes
 * and to send an empty packet through each new tunnel. Its clock can be moved forward.
 */
final class TestClient implements AutoCloseable {
  private final AtomicLong skippedNanos = new AtomicLong();
  private final AtomicInteger addresses = new AtomicInteger(0x0a2b0002);
  private final AtomicInteger newTunnels = new AtomicInteger();
  private final Loopback socket = new Loopback(this::received);
  final AgentMetrics metrics = new AgentMetrics(AgentRole.CLIENT);
  final TunnelTable tunnels = new TunnelTable();
  final Connector connector;

  TestClient(Path state, PortResolver ports) {
    connector =
        new Connector(
            socket,
            ports,
            state,
            tunnels,
            metrics,
            this::nanoTime,
            new SecureRandom(),
            this::greet);
  }

  TestClient(Path state) {
    this(state, _ -> Optional.empty());
  }

  long nanoTime() {
    return System.nanoTime() + skippedNanos.get();
  }

  /** Moves the connector's clock. */
  void skip(long nanos) {
    skippedNanos.addAndGet(nanos);
  }

  void maintain() {
    connector.maintain(nanoTime());
  }

  Peer peer(ServerIdentity server) {
    return Peer.server(addresses.getAndIncrement(), server, PathMtu.auto(), nanoTime());
  }

  /** New tunnels that the connector told of. */
  int newTunnels() {
    return newTunnels.get();
  }

  static Optional<Tunnel> tunnel(Peer peer) {
    return peer.connection() instanceof Connection.Connected(Tunnel tunnel)
        ? Optional.of(tunnel)
        : Optional.empty();
  }

  static boolean isConfirmed(Peer peer) {
    return tunnel(peer).filter(t -> t.openedPackets() > 0).isPresent();
  }

  /** One counter of the metrics, by the labels in their order of names. */
  double counted(String series) {
    return metrics
        .scrape()
        .lines()
        .filter(l -> l.startsWith(series + " "))
        .mapToDouble(l -> Double.parseDouble(l.substring(l.lastIndexOf(' ') + 1)))
        .sum();
  }

  private void greet(Peer peer) {
    newTunnels.incrementAndGet();
    sendEmpty(peer);
  }

  private void sendEmpty(Peer peer) {
    synchronized (peer.sendLock()) {
      tunnel(peer)
          .ifPresent(
              t ->
                  socket.sendTo(TestTunnels.sealEmpty(t, nanoTime()), peer.address(), peer.port()));
    }
  }

  private void received(byte[] datagram, int address, int port) {
    ByteBuffer buffer = ByteBuffer.wrap(datagram);
    if (!TunnelHeader.isTunnelPacket(buffer, 0, datagram.length)) {
      connector.deliver(buffer, 0, datagram.length, address, port);
      return;
    }
    TunnelTable.Binding binding = tunnels.find(buffer, TunnelHeader.TUNNEL_ID_OFFSET);
    if (binding != null
        && TestTunnels.open(binding.tunnel(), buffer, nanoTime()) == OpenResult.OK) {
      binding.peer().received(false, nanoTime());
      if (binding.tunnel().openedPackets() == 1) {
        connector.answered(binding.peer(), binding.tunnel());
      }
    }
  }

  @Override
  public void close() {
    connector.close();
    socket.close();
    metrics.close();
  }
}
