package pqagent.role;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import pqagent.crypto.handshake.TunnelSecrets;
import pqagent.crypto.name.Pq1Name;
import pqagent.crypto.tunnel.Tunnel;
import pqagent.crypto.tunnel.TunnelHeader;
import pqagent.datapath.InboundPump;
import pqagent.datapath.PacketReceiver;
import pqagent.datapath.PacketSender;
import pqagent.datapath.PumpLoop;
import pqagent.datapath.TunnelEvents;
import pqagent.datapath.WorkerCrew;
import pqagent.linux.NativeArena;
import pqagent.linux.UdpSocket;
import pqagent.metrics.AgentMetrics;
import pqagent.metrics.AgentRole;
import pqagent.packet.Coalescer;
import pqagent.packet.Ip;
import pqagent.packet.Tcp;
import pqagent.packet.Udp;
import pqagent.peer.AddressRange;
import pqagent.peer.Ipv4;
import pqagent.peer.PathMtu;
import pqagent.peer.Peer;
import pqagent.peer.PeerTable;
import pqagent.peer.ServerIdentity;
import pqagent.peer.TunnelTable;

/**
 * Packets through a tunnel from this host to itself, over the loopback device, that nobody gets: so
 * that the first real ones find code loaded and compiled. The first waits for its tunnel, and both
 * ends probe the path, as it goes with a real one.
 */
final class PacketRehearsal implements AutoCloseable {
  private static final int LOOPBACK = Ipv4.parse("127.0.0.1");
  private static final AddressRange ROOM = AddressRange.parse("10.0.0.1/30");
  private static final int PEER = Ipv4.parse("10.0.0.2");
  private static final int SMALL_BYTES = 100;
  private static final int LARGE_BYTES = 40_000;
  private static final int LARGE_EVERY = 20;
  private static final ServerIdentity SERVER =
      new ServerIdentity(
          new Pq1Name(new byte[Pq1Name.KEY_HASH_BYTES], OptionalInt.of(1), OptionalInt.of(1)),
          "rehearsal.invalid.",
          LOOPBACK);
  private static final PathMtu.Probe PROBE = new PathMtu.Probe(PathMtu.BASE_BYTES, 1);
  private static final long PATIENCE_MILLIS = 500;

  /** One of the two ends: what a role has of it, and a TUN device that takes all. */
  private static final class End implements TunnelEvents, AutoCloseable {
    final TunnelTable tunnels = new TunnelTable();
    final PeerTable peers = new PeerTable(ROOM);
    final Semaphore delivered = new Semaphore(0);
    final UdpSocket socket = UdpSocket.bind(0, UdpSocket.Options.ALL);
    final Tunnel tunnel;
    final Peer peer;
    final PacketSender sender;
    final SharedSender shared;
    final PumpLoop pumping;
    final Thread thread;

    End(Peer peer, Tunnel tunnel, WorkerCrew crew, AgentMetrics metrics) {
      this.peer = peer;
      this.tunnel = tunnel;
      sender = newSender(crew, metrics);
      shared = new SharedSender(newSender(crew, metrics));
      PacketReceiver receiver =
          new PacketReceiver(
              this::deliver, Coalescer.Joins.TCP_AND_UDP, crew, metrics, this, ROOM.own(), true);
      pumping =
          new PumpLoop(List.of(new InboundPump(socket, tunnels, receiver, (_, _, _, _, _) -> {})));
      thread = Thread.ofPlatform().name("rehearsal").unstarted(pumping);
      peers.add(peer);
    }

    private PacketSender newSender(WorkerCrew crew, AgentMetrics metrics) {
      return new PacketSender(peers, socket, crew, (_, _) -> true, metrics, _ -> {});
    }

    private boolean deliver(long iovecAddress, int count) {
      delivered.release();
      return true;
    }

    void connect(End other) {
      tunnels.add(tunnel, peer);
      peer.connected(tunnel, LOOPBACK, other.socket.localPort());
      thread.start();
    }

    boolean awaitDelivery() throws InterruptedException {
      return delivered.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }

    void send(ByteBuffer packet) {
      long now = System.nanoTime();
      sender.add(packet, 0, packet.capacity(), true, now);
      sender.flush(now);
    }

    @Override
    public void confirmed(Peer peer, Tunnel tunnel) {
      shared.keepalive(peer);
      shared.probe(peer, PROBE);
    }

    @Override
    public void probed(Peer peer, int sequence) {
      shared.answerProbe(peer, sequence);
    }

    @Override
    public void close() {
      pumping.stop();
      Threads.join(thread);
      sender.close();
      shared.close();
      socket.close();
      tunnel.close();
    }
  }

  private final End near;
  private final End far;
  private final WorkerCrew crew = new WorkerCrew(1);
  private final NativeArena arena = new NativeArena();
  private final ByteBuffer small = packet(Udp.PROTOCOL, SMALL_BYTES);
  private final ByteBuffer large = packet(Tcp.PROTOCOL, LARGE_BYTES);

  /**
   * Sends so many packets, one at least, to and fro, each when the one before has arrived. Returns
   * how many did: fewer when the loopback device is down, or gets stuck.
   */
  static int run(int packets) throws InterruptedException {
    try (AgentMetrics metrics = new AgentMetrics(AgentRole.CLIENT);
        PacketRehearsal rehearsal = new PacketRehearsal(metrics)) {
      if (!rehearsal.open()) {
        return 0;
      }
      int arrived = 1;
      while (arrived < packets
          && rehearsal.exchange(arrived % LARGE_EVERY == 1 ? rehearsal.large : rehearsal.small)) {
        arrived++;
      }
      return arrived;
    }
  }

  private PacketRehearsal(AgentMetrics metrics) {
    TunnelSecrets secrets = secrets(new SecureRandom());
    TunnelSecrets same =
        new TunnelSecrets(
            secrets.tunnelId(), secrets.initiatorRoot().clone(), secrets.responderRoot().clone());
    long now = System.nanoTime();
    Tunnel initiated = Tunnel.initiated(secrets, now);
    near = new End(Peer.server(PEER, SERVER, mtu(), now), initiated, crew, metrics);
    Tunnel accepted = Tunnel.accepted(same, now);
    far = new End(Peer.client(PEER, accepted, mtu(), now), accepted, crew, metrics);
  }

  private static PathMtu mtu() {
    return PathMtu.fixed(PathMtu.BASE_BYTES);
  }

  /** The first packet is there before the tunnel. */
  private boolean open() throws InterruptedException {
    near.send(small);
    far.connect(near);
    near.connect(far);
    near.shared.open(near.peer);
    return far.awaitDelivery() && pass(far, near, small);
  }

  private boolean exchange(ByteBuffer packet) throws InterruptedException {
    return pass(near, far, packet) && pass(far, near, packet);
  }

  private static boolean pass(End from, End to, ByteBuffer packet) throws InterruptedException {
    to.delivered.drainPermits();
    from.send(packet);
    return to.awaitDelivery();
  }

  private static TunnelSecrets secrets(SecureRandom random) {
    byte[] id = new byte[TunnelHeader.TUNNEL_ID_BYTES];
    byte[] one = new byte[32];
    byte[] other = new byte[32];
    random.nextBytes(id);
    random.nextBytes(one);
    random.nextBytes(other);
    return new TunnelSecrets(id, one, other);
  }

  /** In the kind of buffer that a queue has: for another, the JVM would compile anew. */
  private ByteBuffer packet(int protocol, int bytes) {
    ByteBuffer packet = arena.allocate(bytes).buffer().order(ByteOrder.BIG_ENDIAN);
    packet.put(0, (byte) 0x45);
    packet.putShort(Ip.TOTAL_LENGTH_OFFSET, (short) bytes);
    packet.putShort(Ip.FLAGS_OFFSET, (short) Ip.DONT_FRAGMENT);
    packet.put(Ip.TIME_TO_LIVE_OFFSET, (byte) 64);
    packet.put(Ip.PROTOCOL_OFFSET, (byte) protocol);
    packet.putInt(Ip.SOURCE_OFFSET, ROOM.own());
    packet.putInt(Ip.DESTINATION_OFFSET, PEER);
    if (protocol == Udp.PROTOCOL) {
      packet.putShort(
          Ip.MIN_HEADER_BYTES + Udp.LENGTH_OFFSET, (short) (bytes - Ip.MIN_HEADER_BYTES));
    } else {
      packet.put(Ip.MIN_HEADER_BYTES + 12, (byte) 0x50);
      packet.put(Ip.MIN_HEADER_BYTES + 13, (byte) 0x10);
    }
    return packet;
  }

  @Override
  public void close() {
    near.close();
    far.close();
    crew.close();
    arena.close();
  }
}
