package pqagent.role;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import pqagent.datapath.ControlHandler;
import pqagent.datapath.InboundPump;
import pqagent.datapath.Offload;
import pqagent.datapath.OutboundPump;
import pqagent.datapath.PacketReceiver;
import pqagent.datapath.PacketSender;
import pqagent.datapath.Pump;
import pqagent.datapath.PumpLoop;
import pqagent.datapath.TunnelEvents;
import pqagent.datapath.WorkerCrew;
import pqagent.linux.TunDevice;
import pqagent.linux.UdpSocket;
import pqagent.metrics.AgentMetrics;
import pqagent.metrics.NfqueueTable;
import pqagent.nfqueue.PacketQueue;
import pqagent.packet.Coalescer;
import pqagent.peer.PeerTable;
import pqagent.peer.TunnelTable;

/**
 * What packets pass through in both roles: the TUN device, and in each lane a tunnel socket, two
 * outbound queues (TCP comes in super-packets, all else must come one by one), and the pumps
 * between them. The kernel keeps a peer in one lane.
 */
final class DataPlane implements AutoCloseable {
  /** With fewer, a lane's pumps share a thread: two would only wake and wait for each other. */
  private static final int PROCESSORS_FOR_A_PUMP_EACH = 4;

  private record Lane(UdpSocket socket, PacketQueue tcp, PacketQueue other) {}

  private final TunnelSettings settings;
  private final AgentMetrics metrics;
  private final PeerTable peers;
  private final TunnelTable tunnels = new TunnelTable();
  private final Resources resources = new Resources();
  private final NfqueueTable queueTable;
  private final TunDevice tun;
  private final WorkerCrew crew;
  private final List<Lane> lanes = new ArrayList<>();
  private final List<PumpLoop> loops = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  /**
   * Opens everything or, with an OperatorException, nothing.
   *
   * @param rulesStand returns when the device and the rules are there
   */
  DataPlane(String role, TunnelSettings settings, AgentMetrics metrics, Runnable rulesStand) {
    this.settings = settings;
    this.metrics = metrics;
    this.peers = new PeerTable(settings.address());
    try {
      crew = resources.add(WorkerCrew.forProcessors(Runtime.getRuntime().availableProcessors()));
      rulesStand.run();
      Kernel.requireNetAdmin(role);
      queueTable = resources.add(NfqueueTable.open());
      tun = resources.add(Kernel.openTun(role, settings.interfaceName()));
      Kernel.requireAddress(role, settings.interfaceName(), settings.address());
      boolean gso = settings.uses(Offload.GSO);
      boolean shared = settings.lanes() > 1;
      var options = new UdpSocket.Options(gso, settings.uses(Offload.GRO), shared);
      for (int lane = 0; lane < settings.lanes(); lane++) {
        UdpSocket socket = resources.add(Kernel.bind(settings.port(), options));
        int number = settings.firstQueue() + lane;
        PacketQueue tcp = openQueue(number, gso, false, "--queue");
        PacketQueue other = openQueue(number + settings.lanes(), false, false, "--queue");
        lanes.add(new Lane(socket, tcp, other));
      }
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
    return newSender(socket(), demand);
  }

  private PacketSender newSender(UdpSocket socket, PacketSender.Demand demand) {
    return new PacketSender(peers, socket, crew, tun::write, metrics, demand);
  }

  /** A receiver of its own for a thread that opens tunnel packets. */
  PacketReceiver newReceiver(TunnelEvents events, int deliverTo, boolean peersRoam) {
    return new PacketReceiver(tun::write, joins(), crew, metrics, events, deliverTo, peersRoam);
  }

  private Coalescer.Joins joins() {
    if (!settings.uses(Offload.COALESCE)) {
      return Coalescer.Joins.NOTHING;
    }
    return tun.takesUdpSuperPackets() ? Coalescer.Joins.TCP_AND_UDP : Coalescer.Joins.TCP;
  }

  /** Starts the pumps, each with a receiver or sender of its own. */
  void start(
      PacketSender.Demand demand, Supplier<PacketReceiver> receivers, ControlHandler control) {
    for (Lane lane : lanes) {
      OutboundPump tcp = new OutboundPump(lane.tcp, newSender(lane.socket, demand), metrics);
      OutboundPump other = new OutboundPump(lane.other, newSender(lane.socket, demand), metrics);
      InboundPump inbound = new InboundPump(lane.socket, tunnels, receivers.get(), control);
      if (Runtime.getRuntime().availableProcessors() < PROCESSORS_FOR_A_PUMP_EACH) {
        run("pumps", inbound, tcp, other);
      } else {
        run("outbound-tcp", tcp);
        run("outbound-other", other);
        run("inbound", inbound);
      }
    }
    metrics.bindTunnels(tunnels::size);
    metrics.bindParkedPackets(this::parkedPackets);
  }

  private void run(String name, Pump... pumps) {
    PumpLoop loop = new PumpLoop(List.of(pumps));
    loops.add(loop);
    threads.add(Thread.ofPlatform().name(name).start(loop));
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

  /** The socket for what is sent now and then; it may be sent to by any thread. */
  UdpSocket socket() {
    return lanes.getFirst().socket;
  }

  /** How many messages the kernel would not segment so far. */
  long refusedMessages() {
    return lanes.stream().mapToLong(lane -> lane.socket.refusedMessages()).sum();
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
    loops.forEach(PumpLoop::stop);
    threads.forEach(Threads::join);
    tunnels.forEach((tunnel, _) -> tunnel.close());
    resources.close();
  }
}
