package pqagent.role;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import pqagent.crypto.handshake.ReplayFilter;
import pqagent.crypto.handshake.Responder;
import pqagent.crypto.key.SlotKeys;
import pqagent.crypto.key.StaticKeyTree;
import pqagent.crypto.tunnel.Tunnel;
import pqagent.datapath.TunnelEvents;
import pqagent.keyserver.KeyDirectory;
import pqagent.keyserver.KeyServer;
import pqagent.keyserver.ServerKeys;
import pqagent.metrics.AgentMetrics;
import pqagent.metrics.Direction;
import pqagent.metrics.DropReason;
import pqagent.peer.AddressPool;
import pqagent.peer.Peer;

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

  private static final int REPLAY_FILTER_CAPACITY = 1 << 18;

  private final Resources resources = new Resources();
  private final DataPlane plane;
  private final ServerRehearsal rehearsal;

  /**
   * Starts serving; an OperatorException says what stands in the way, and then nothing was left
   * behind.
   *
   * @param rulesStand returns when the device and the rules are there
   */
  public static ServerAgent start(
      ServerSettings settings, AgentMetrics metrics, Runnable rulesStand) {
    return new ServerAgent(settings, metrics, rulesStand);
  }

  private ServerAgent(ServerSettings settings, AgentMetrics metrics, Runnable rulesStand) {
    AddressPool pool = new AddressPool(settings.tunnel().address());
    try {
      SecureRandom random = new SecureRandom();
      InstantSource clock = InstantSource.system();
      ServerKeys keys = resources.add(new KeyDirectory(settings.keys()).read(random));
      SlotKeys slots = resources.add(new SlotKeys(random));
      StaticKeyTree tree = StaticKeyTree.of(keys.pair().publicKeys());
      plane = resources.add(new DataPlane("server", settings.tunnel(), metrics, rulesStand));
      SharedSender sender = resources.add(new SharedSender(plane.newSender(peer -> {})));
      PathProbes probes = new PathProbes(plane::refusedMessages, sender);
      TunnelEvents events = new Events(sender, probes, metrics);
      int deliverTo = settings.hostAddress().orElse(settings.tunnel().address().own());
      Reception reception =
          resources.add(
              new Reception(
                  plane.tunnels(),
                  plane.peers(),
                  pool,
                  settings.tunnel()::newPathMtu,
                  plane.newReceiver(events, deliverTo, true),
                  new Responder(keys.pair(), slots, new ReplayFilter(REPLAY_FILTER_CAPACITY)),
                  clock,
                  metrics));
      resources.add(KeyServer.start(settings.keyPort(), tree, slots, clock, metrics));
      rehearsal = new ServerRehearsal(keys.pair(), tree, slots, clock, random);
      plane.start(peer -> {}, () -> plane.newReceiver(events, deliverTo, true), reception);
      Housekeeper housekeeper = resources.add(new Housekeeper());
      Keepalives keepalives = new Keepalives(false, sender::addKeepalive, sender::flush);
      housekeeper.every(1000, now -> slots.advance(clock.instant().getEpochSecond()));
      housekeeper.every(1000, now -> keepalives.round(plane.peers(), now));
      housekeeper.every(PathProbes.ROUND_MILLIS, now -> probes.round(plane.peers(), now));
      housekeeper.every(5000, reception::expire);
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

  @Override
  public void rehearse(int connections) throws InterruptedException {
    rehearsal.run(connections);
    PacketRehearsal.run(PACKETS_A_CONNECTION * connections);
  }

  private static final class Events extends ProbedEvents {
    private final SharedSender sender;
    private final AgentMetrics metrics;

    Events(SharedSender sender, PathProbes probes, AgentMetrics metrics) {
      super(probes);
      this.sender = sender;
      this.metrics = metrics;
    }

    /** The handshake has no reply: an empty packet tells the client that its tunnel is there. */
    @Override
    public void confirmed(Peer peer, Tunnel tunnel) {
      sender.keepalive(peer);
      tend(peer);
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
