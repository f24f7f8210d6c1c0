package pqagent.role;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.OptionalInt;
import org.xbill.DNS.Name;
import pqagent.connect.Connector;
import pqagent.crypto.name.Pq1Name;
import pqagent.crypto.tunnel.Tunnel;
import pqagent.dns.DnsPump;
import pqagent.dns.PrivateAddresses;
import pqagent.dns.ReplyRehearsal;
import pqagent.metrics.AgentMetrics;
import pqagent.nfqueue.PacketQueue;
import pqagent.peer.AddressBookFile;
import pqagent.peer.AddressPool;
import pqagent.peer.AddressRange;
import pqagent.peer.Peer;
import pqagent.peer.ServerDirectory;
import pqagent.peer.ServerIdentity;

/**
 * The client: reads DNS replies, connects to the servers they announce, and carries packets to
 * them.
 */
public final class ClientAgent implements Agent {
  /**
   * What a client is told beyond {@link TunnelSettings}.
   *
   * @param dnsQueue NFQUEUE number of DNS replies
   */
  public record ClientSettings(TunnelSettings tunnel, int dnsQueue) {}

  /** Of so many servers known from before it makes ready for the next connection. */
  private static final int EXPECTED_SERVERS = 32;

  private static final int REPLIES_A_CONNECTION = 20;

  private final Resources resources = new Resources();
  private final DataPlane plane;
  private final DnsPump dns;
  private final Connector connector;
  private final ServerDirectory servers;
  private final AddressRange range;

  /**
   * Starts; an OperatorException says what stands in the way, and then nothing was left behind.
   *
   * @param rulesStand returns when the device and the rules are there
   */
  public static ClientAgent start(
      ClientSettings settings, AgentMetrics metrics, Runnable rulesStand) {
    return new ClientAgent(settings, metrics, rulesStand);
  }

  private ClientAgent(ClientSettings settings, AgentMetrics metrics, Runnable rulesStand) {
    TunnelSettings tunnel = settings.tunnel();
    range = tunnel.address();
    AddressPool pool = new AddressPool(range);
    Path addressBook = tunnel.stateDirectory().resolve("addresses");
    try {
      plane = resources.add(new DataPlane("client", tunnel, metrics, rulesStand));
      PacketQueue dnsQueue = plane.openQueue(settings.dnsQueue(), false, true, "--dns-queue");
      servers =
          new ServerDirectory(
              pool,
              plane.peers(),
              new AddressBookFile(addressBook),
              tunnel::newPathMtu,
              this::forget,
              System.nanoTime());
      SharedSender sender = resources.add(new SharedSender(plane.newSender(this::wanted)));
      connector =
          resources.add(
              new Connector(
                  plane.socket()::sendTo,
                  new TxtPorts(),
                  tunnel.stateDirectory(),
                  plane.tunnels(),
                  metrics,
                  System::nanoTime,
                  new SecureRandom(),
                  sender::open));
      connector.expect(servers.latest(EXPECTED_SERVERS));
      dns = resources.add(DnsPump.start(dnsQueue, new Addresses(), metrics));
      PathProbes probes = new PathProbes(plane::refusedMessages, sender);
      Events events = new Events(connector, sender, probes);
      plane.start(
          this::wanted, () -> plane.newReceiver(events, range.own(), false), connector::deliver);
      Housekeeper housekeeper = resources.add(new Housekeeper());
      Keepalives keepalives = new Keepalives(true, sender::addKeepalive, sender::flush);
      housekeeper.every(200, connector::maintain);
      housekeeper.every(1000, now -> keepalives.round(plane.peers(), now));
      housekeeper.every(PathProbes.ROUND_MILLIS, now -> probes.round(plane.peers(), now));
      metrics.bindPrivateAddresses(pool::used, pool::quarantined, pool::free);
    } catch (RuntimeException e) {
      resources.close();
      throw e;
    }
  }

  @Override
  public Optional<String> missing() {
    return dns.isRunning() ? plane.missing() : Optional.of("the DNS pump does not run");
  }

  @Override
  public void rehearse(int connections) throws InterruptedException {
    ReplyRehearsal.run(REPLIES_A_CONNECTION * connections);
    connector.rehearse(connections);
    PacketRehearsal.run(PACKETS_A_CONNECTION * connections);
  }

  @Override
  public void close() {
    resources.close();
  }

  private void wanted(Peer peer) {
    connector.request(peer);
  }

  private void forget(Peer peer) {
    connector.forget(peer);
  }

  /** What the DNS rewriter asks: reserves an address for a server and starts connecting to it. */
  private final class Addresses implements PrivateAddresses {
    @Override
    public OptionalInt reserve(Pq1Name name, Name owner, int serverAddress) {
      Optional<Peer> peer =
          servers.reserve(
              new ServerIdentity(name, owner.toString(), serverAddress), System.nanoTime());
      if (peer.isEmpty()) {
        return OptionalInt.empty();
      }
      connector.request(peer.get());
      return OptionalInt.of(peer.get().privateAddress());
    }

    @Override
    public boolean contains(int address) {
      return range.contains(address);
    }
  }

  private static final class Events extends ProbedEvents {
    private final Connector connector;
    private final SharedSender sender;

    Events(Connector connector, SharedSender sender, PathProbes probes) {
      super(probes);
      this.connector = connector;
      this.sender = sender;
    }

    @Override
    public void confirmed(Peer peer, Tunnel tunnel) {
      connector.answered(peer, tunnel);
      tend(peer);
    }

    @Override
    public void cookieReceived(Peer peer) {
      sender.keepalive(peer);
    }
  }
}
