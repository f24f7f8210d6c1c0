package pqagent.role;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pqagent.crypto.handshake.ReplayFilter;
import pqagent.crypto.handshake.Responder;
import pqagent.crypto.handshake.TunnelSecrets;
import pqagent.crypto.key.SlotKeys;
import pqagent.crypto.key.StaticKeyTree;
import pqagent.crypto.tunnel.Tunnel;
import pqagent.crypto.tunnel.TunnelHeader;
import pqagent.datapath.PacketReceiver;
import pqagent.datapath.TunnelEvents;
import pqagent.keyserver.KeyDirectory;
import pqagent.keyserver.KeyServer;
import pqagent.keyserver.ServerKeys;
import pqagent.linux.DatagramBatch;
import pqagent.metrics.AgentMetrics;
import pqagent.metrics.Direction;
import pqagent.metrics.DropReason;
import pqagent.peer.AddressPool;
import pqagent.peer.Ipv4;
import pqagent.peer.Peer;
import pqagent.peer.TunnelTable;
import pqagent.role.EarlyPackets.EarlyPacket;

/**
 * The server: hands out keys, answers handshakes, and delivers what clients send to this host or
 * another.
 */
public final class ServerAgent implements Agent {
  /**
   * What a server is told beyond {@link TunnelSettings}.
   *
   * @param keys directory of the long-term keys
   * @param keyPort UDP port of the key server
   * @param hostAddress where inner packets are delivered when not to this host
   */
  public record ServerSettings(
      TunnelSettings tunnel, Path keys, int keyPort, OptionalInt hostAddress) {}

  private static final Logger log = LoggerFactory.getLogger(ServerAgent.class);
  private static final int REPLAY_FILTER_CAPACITY = 1 << 18;

  private final ServerSettings settings;
  private final AgentMetrics metrics;
  private final AddressPool pool;
  private final EarlyPackets early;
  private final Resources resources = new Resources();
  private final DataPlane plane;
  private final SharedSender sender;
  private final PathProbes probes;
  private final HandshakePool handshakes;
  private final PacketReceiver earlyReceiver;

  /**
   * Starts serving; an OperatorException says what stands in the way, and then nothing was left
   * behind.
   */
  public static ServerAgent start(ServerSettings settings, AgentMetrics metrics) {
    return new ServerAgent(settings, metrics);
  }

  private ServerAgent(ServerSettings settings, AgentMetrics metrics) {
    this.settings = settings;
    this.metrics = metrics;
    this.pool = new AddressPool(settings.tunnel().address());
    try {
      SecureRandom random = new SecureRandom();
      InstantSource clock = InstantSource.system();
      ServerKeys keys = resources.add(new KeyDirectory(settings.keys()).read(random));
      SlotKeys slots = resources.add(new SlotKeys(random));
      plane = resources.add(new DataPlane("server", settings.tunnel(), metrics));
      early = new EarlyPackets(plane.tunnels());
      sender = resources.add(new SharedSender(plane.newSender(peer -> {})));
      probes = new PathProbes(plane::refusedMessages, sender);
      TunnelEvents events = new Events();
      int deliverTo = settings.hostAddress().orElse(settings.tunnel().address().own());
      earlyReceiver = resources.add(plane.newReceiver(events, deliverTo, true));
      handshakes =
          resources.add(
              new HandshakePool(
                  new Responder(keys.pair(), slots, new ReplayFilter(REPLAY_FILTER_CAPACITY)),
                  clock,
                  early,
                  this::accept,
                  metrics));
      StaticKeyTree tree = StaticKeyTree.of(keys.pair().publicKeys());
      resources.add(KeyServer.start(settings.keyPort(), tree, slots, clock, metrics));
      plane.start(
          peer -> {}, () -> plane.newReceiver(events, deliverTo, true), this::handleControl);
      Housekeeper housekeeper = resources.add(new Housekeeper());
      Keepalives keepalives = new Keepalives(false, sender::keepalive);
      housekeeper.every(1000, now -> slots.advance(clock.instant().getEpochSecond()));
      housekeeper.every(1000, now -> plane.peers().forEach(peer -> keepalives.tend(peer, now)));
      housekeeper.every(PathProbes.ROUND_MILLIS, now -> probes.round(plane.peers(), now));
      housekeeper.every(1000, this::expire);
      metrics.bindPrivateAddresses(pool::used, pool::quarantined, pool::free);
    } catch (RuntimeException e) {
      resources.close();
      throw e;
    }
  }

  @Override
  public Optional<String> missing() {
    return plane.missing();
  }

  private void handleControl(ByteBuffer buffer, int offset, int length, int address, int port) {
    if (length >= 2 && buffer.getShort(offset) == 0x0100) {
      handshakes.offer(buffer, offset, length, address);
    } else if (!TunnelHeader.isTunnelPacket(buffer, offset, length)) {
      metrics.dropped(Direction.IN, DropReason.UNEXPECTED_MESSAGE);
    } else if (!early.offer(buffer, offset, length, address, port)) {
      TunnelTable.Binding binding =
          plane.tunnels().find(buffer, offset + TunnelHeader.TUNNEL_ID_OFFSET);
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
    Peer peer = Peer.client(address.getAsInt(), tunnel, settings.tunnel().newPathMtu(), now);
    plane.peers().add(peer);
    TunnelTable.Binding binding = new TunnelTable.Binding(tunnel, peer);
    for (var packets = early.claimOrAdd(tunnel, peer);
        !packets.isEmpty();
        packets = early.claimOrAdd(tunnel, peer)) {
      open(packets, binding);
    }
    log.debug("a client got {}", Ipv4.format(peer.privateAddress()));
    return true;
  }

  private void open(List<EarlyPacket> packets, TunnelTable.Binding binding) {
    int bytes = packets.stream().mapToInt(packet -> packet.datagram().length).sum();
    try (DatagramBatch batch = DatagramBatch.forSending(bytes, packets.size())) {
      for (EarlyPacket packet : packets) {
        int offset = batch.append(packet.datagram().length, packet.address(), packet.port());
        batch.buffer().put(offset, packet.datagram());
      }
      synchronized (earlyReceiver) {
        earlyReceiver.receiveAll(batch, binding, System.nanoTime());
      }
    }
  }

  /** Forgets tunnels on which nothing arrived for 120 s. */
  private void expire(long nowNanos) {
    plane
        .tunnels()
        .forEach(
            (tunnel, peer) -> {
              if (tunnel.isDead(nowNanos)) {
                plane.tunnels().remove(tunnel.id());
                plane.peers().remove(peer);
                tunnel.close();
                pool.giveBack(peer.privateAddress());
              }
            });
  }

  private final class Events implements TunnelEvents {
    /** The handshake has no reply: an empty packet tells the client that its tunnel is there. */
    @Override
    public void confirmed(Peer peer, Tunnel tunnel) {
      sender.keepalive(peer);
      probes.tend(peer, System.nanoTime());
    }

    @Override
    public void probed(Peer peer, int sequence) {
      probes.probed(peer, sequence);
    }

    @Override
    public void probeAnswered(Peer peer, int sequence) {
      probes.answered(peer, sequence, System.nanoTime());
    }

    @Override
    public void cookieReceived(Peer peer) {
      metrics.dropped(Direction.IN, DropReason.UNEXPECTED_MESSAGE);
    }
  }

  @Override
  public void close() {
    resources.close();
  }
}
