package pqagent.role;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import pqagent.datapath.ControlHandler;
import pqagent.datapath.InboundPump;
import pqagent.datapath.Offload;
import pqagent.datapath.OutboundPump;
import pqagent.datapath.PacketReceiver;
import pqagent.datapath.PacketSender;
import pqagent.datapath.TunnelEvents;
import pqagent.datapath.WorkerCrew;
import pqagent.linux.TunDevice;
import pqagent.linux.UdpSocket;
import pqagent.metrics.AgentMetrics;
import pqagent.metrics.NfqueueTable;
import pqagent.nfqueue.PacketQueue;
import pqagent.peer.PeerTable;
import pqagent.peer.TunnelTable;

/**
 * What packets pass through in both roles: the TUN device, the tunnel socket, two outbound queues
 * (TCP comes in super-packets, all else must come one by one), and the pumps between them.
 */
final class DataPlane implements AutoCloseable {
  private final TunnelSettings settings;
  private final AgentMetrics metrics;
  private final PeerTable peers;
  private final TunnelTable tunnels = new TunnelTable();
  private final Resources resources = new Resources();
  private final NfqueueTable queueTable;
  private final TunDevice tun;
  private final WorkerCrew crew;
  private final UdpSocket socket;
  private final PacketQueue tcpQueue;
  private final PacketQueue otherQueue;
  private final List<Runnable> stops = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  /** Opens everything or, with an OperatorException, nothing. */
  DataPlane(String role, TunnelSettings settings, AgentMetrics metrics) {
    this.settings = settings;
    this.metrics = metrics;
    this.peers = new PeerTable(settings.address());
    Kernel.requireNetAdmin(role);
    try {
      queueTable = resources.add(NfqueueTable.open());
      tun = resources.add(Kernel.openTun(role, settings.interfaceName()));
      Kernel.requireAddress(role, settings.interfaceName(), settings.address());
      boolean gso = settings.uses(Offload.GSO);
      boolean gro = settings.uses(Offload.GRO);
      crew = resources.add(WorkerCrew.forProcessors(Runtime.getRuntime().availableProcessors()));
      socket = resources.add(Kernel.bind(settings.port(), new UdpSocket.Options(gso, gro)));
      int first = settings.firstQueue();
      tcpQueue = openQueue(first, gso, false, "--queue");
      otherQueue = openQueue(first + 1, false, false, "--queue");
      resources.add(
          StatusSocket.open(
              settings.stateDirectory().resolve(role + ".sock"),
              () -> TunnelReport.of(peers, System.nanoTime())));
    } catch (RuntimeException e) {
      resources.close();
      throw e;
    }
  }

  /** A sender of its own for a thread that sends. */
  PacketSender newSender(PacketSender.Demand demand) {
    return new PacketSender(peers, socket, crew, tun, metrics, demand);
  }

  /** A receiver of its own for a thread that opens tunnel packets. */
  PacketReceiver newReceiver(TunnelEvents events, int deliverTo, boolean peersRoam) {
    boolean coalesce = settings.uses(Offload.COALESCE);
    return new PacketReceiver(tun, crew, coalesce, metrics, events, deliverTo, peersRoam);
  }

  /** Starts the pumps. */
  void start(PacketSender.Demand demand, PacketReceiver receiver, ControlHandler control) {
    OutboundPump tcp = new OutboundPump(tcpQueue, newSender(demand), metrics);
    OutboundPump other = new OutboundPump(otherQueue, newSender(demand), metrics);
    InboundPump inbound = new InboundPump(socket, tunnels, receiver, control);
    run("outbound-tcp", tcp, tcp::stop);
    run("outbound-other", other, other::stop);
    run("inbound", inbound, inbound::stop);
    metrics.bindTunnels(tunnels::size);
    metrics.bindParkedPackets(this::parkedPackets);
  }

  private void run(String name, Runnable pump, Runnable stop) {
    stops.add(stop);
    threads.add(Thread.ofPlatform().name(name).start(pump));
  }

  private int parkedPackets() {
    AtomicInteger parked = new AtomicInteger();
    peers.forEach(peer -> parked.addAndGet(peer.parkedPackets()));
    return parked.get();
  }

  /** Opens a queue that shows its depth and losses in the metrics. */
  PacketQueue openQueue(int number, boolean gso, boolean failOpen, String option) {
    PacketQueue queue = resources.add(Kernel.openQueue(number, gso, failOpen, option));
    queueTable.bind(metrics, number, queue::missedPackets);
    return queue;
  }

  PeerTable peers() {
    return peers;
  }

  TunnelTable tunnels() {
    return tunnels;
  }

  UdpSocket socket() {
    return socket;
  }

  /** What keeps packets from passing. */
  Optional<String> missing() {
    if (threads.isEmpty() || !threads.stream().allMatch(Thread::isAlive)) {
      return Optional.of("a pump does not run");
    }
    if (!Kernel.hasAddress(settings.interfaceName(), settings.address())) {
      return Optional.of(
          "interface %s does not have the address %s"
              .formatted(settings.interfaceName(), settings.address()));
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    stops.forEach(Runnable::run);
    threads.forEach(Threads::join);
    tunnels.forEach((tunnel, _) -> tunnel.close());
    resources.close();
  }
}
