package pqagent.connect;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import pqagent.crypto.handshake.HandshakeMessage;
import pqagent.crypto.handshake.ReplayFilter;
import pqagent.crypto.handshake.Responder;
import pqagent.crypto.key.SlotKeys;
import pqagent.crypto.key.StaticKeyPair;
import pqagent.crypto.key.StaticKeyTree;
import pqagent.crypto.name.Pq1Name;
import pqagent.crypto.tunnel.OpenResult;
import pqagent.crypto.tunnel.Tunnel;
import pqagent.crypto.tunnel.TunnelHeader;
import pqagent.keyserver.KeyServer;
import pqagent.keyserver.ServerVectors;
import pqagent.metrics.AgentMetrics;
import pqagent.metrics.AgentRole;
import pqagent.peer.PathMtu;
import pqagent.peer.Peer;
import pqagent.peer.ServerIdentity;
import pqagent.peer.TunnelTable;

/**
 * A server on loopback with the keys of the vectors: a real key server and responder; each tunnel
 * packet that opens is answered by an empty one.
 */
final class TestServer implements AutoCloseable {
  private static final StaticKeyTree TREE = StaticKeyTree.of(ServerVectors.publicKeys());

  private final SecureRandom random = new SecureRandom();
  private final SlotKeys slots = new SlotKeys(random);
  private final StaticKeyPair pair = ServerVectors.keyPair();
  private final AgentMetrics metrics = new AgentMetrics(AgentRole.SERVER);
  private final Responder responder = new Responder(pair, slots, new ReplayFilter(1000));
  private final TunnelTable tunnels = new TunnelTable();
  private final AtomicInteger handshakes = new AtomicInteger();
  private final AtomicInteger ignored = new AtomicInteger();
  private final KeyServer keyServer;
  private final Loopback socket;
  private final Queue<Runnable> heldBack = new ConcurrentLinkedQueue<>();
  private volatile boolean deaf;
  private volatile boolean slow;

  TestServer() {
    keyServer = KeyServer.start(0, TREE, slots, InstantSource.system(), metrics);
    socket = new Loopback(this::received);
  }

  static byte[] keyHash() {
    return TREE.root();
  }

  int keyPort() {
    return keyServer.port();
  }

  int cryptoPort() {
    return socket.port();
  }

  /** What a DNS reply with these ports in the name would say of it. */
  static ServerIdentity identity(int cryptoPort, int keyPort) {
    return identity(new Pq1Name(keyHash(), OptionalInt.of(cryptoPort), OptionalInt.of(keyPort)));
  }

  static ServerIdentity identity(Pq1Name name) {
    return new ServerIdentity(name, "pq1test.example.org", Loopback.ADDRESS);
  }

  ServerIdentity identity() {
    return identity(cryptoPort(), keyPort());
  }

  /** Handshakes that were accepted. */
  int handshakes() {
    return handshakes.get();
  }

  /** Whether what comes to the crypto port is lost. */
  void setDeaf(boolean deaf) {
    this.deaf = deaf;
  }

  /** From now on what comes to the crypto port waits for {@link #catchUp}. */
  void beSlow() {
    slow = true;
  }

  /** Datagrams that wait. */
  int heldBack() {
    return heldBack.size();
  }

  /** Handles what waited, in order. */
  void catchUp() {
    slow = false;
    for (@Nullable Runnable next = heldBack.poll(); next != null; next = heldBack.poll()) {
      next.run();
    }
  }

  /** Datagrams lost to deafness. */
  int ignored() {
    return ignored.get();
  }

  private void received(byte[] datagram, int address, int port) {
    if (deaf) {
      ignored.incrementAndGet();
    } else if (slow) {
      heldBack.add(() -> handle(datagram, address, port));
    } else {
      handle(datagram, address, port);
    }
  }

  private void handle(byte[] datagram, int address, int port) {
    ByteBuffer buffer = ByteBuffer.wrap(datagram);
    if (datagram.length == HandshakeMessage.BYTES
        && responder.respond(datagram, System.currentTimeMillis() / 1000)
            instanceof Responder.Response.Accepted accepted) {
      Tunnel tunnel = Tunnel.accepted(accepted.secrets(), System.nanoTime());
      tunnels.add(tunnel, Peer.client(0, tunnel, PathMtu.auto(), 0));
      handshakes.incrementAndGet();
    } else if (TunnelHeader.isTunnelPacket(buffer, 0, datagram.length)) {
      TunnelTable.Binding binding = tunnels.find(buffer, TunnelHeader.TUNNEL_ID_OFFSET);
      if (binding != null
          && TestTunnels.open(binding.tunnel(), buffer, System.nanoTime()) == OpenResult.OK) {
        socket.sendTo(TestTunnels.sealEmpty(binding.tunnel(), System.nanoTime()), address, port);
      }
    }
  }

  @Override
  public void close() {
    socket.close();
    keyServer.close();
    slots.close();
    pair.close();
    metrics.close();
  }
}
