package pqagent.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import pqagent.bench.network.NetworkException;
import pqagent.crypto.handshake.Initiator.Initiation;
import pqagent.crypto.tunnel.Tunnel;
import pqagent.crypto.tunnel.TunnelHeader;
import pqagent.crypto.tunnel.TunnelId;

/**
 * Many live tunnels on one server, and packets through one of them or all. To be used on the
 * clients' thread.
 */
public final class TunnelLoad implements AutoCloseable {
  private static final int PORTION = 5000;
  private static final int CONFIRMATIONS_PER_SECOND = 10_000;
  private static final int PACKETS_PER_SECOND = 40_000;
  private static final int ROUND_SECONDS = 5;
  private static final int SINK_PORT = 9;

  /** A slot that lives so long still lives when a portion is sent. */
  private static final int PORTION_SECONDS = 30;

  private static final long PATIENCE_NANOS = Duration.ofSeconds(5).toNanos();
  private static final long REFRESH_NANOS = Duration.ofSeconds(50).toNanos();
  private static final int POLL_MILLIS = 20;
  private static final int ATTEMPTS = 5;

  private final LoadedServer server;
  private final SlotKeyRing slots;
  private final Initiations initiations;
  private final DatagramChannel channel;
  private final HandshakeFlow flow;
  private final Set<TunnelId> answered = ConcurrentHashMap.newKeySet();
  private final Drain answers;
  private final InetSocketAddress sinkAddress;
  private final LongAdder delivered = new LongAdder();
  private final Drain sink;
  private final List<Tunnel> tunnels = new ArrayList<>();
  private long refreshedNanos = System.nanoTime();
  private final Random random = new Random(1);

  /** Makes the clients of a server, and something on its host that they send to. */
  public TunnelLoad(LoadedServer server) throws Exception {
    this.server = server;
    slots = server.slotKeys();
    initiations = new Initiations(server.publicKeys());
    channel = DatagramChannel.open(StandardProtocolFamily.INET).connect(server.endpoint());
    flow = new HandshakeFlow(server, channel);
    answers = new Drain(channel, this::answered);
    sinkAddress = new InetSocketAddress(server.tunnelAddress(), SINK_PORT);
    sink =
        new Drain(
            server.onServer(
                () -> DatagramChannel.open(StandardProtocolFamily.INET).bind(sinkAddress)),
            _ -> delivered.increment());
  }

  /** The server's memory that is in RAM. */
  public long residentBytes() {
    return server.usage().residentBytes();
  }

  /** Makes tunnels until there are so many, each confirmed by an empty packet either way. */
  public void open(int count) throws IOException, InterruptedException {
    while (tunnels.size() < count) {
      int portion = Math.min(PORTION, count - tunnels.size());
      List<Initiation> made = initiations.make(portion, slots.await(1, PORTION_SECONDS));
      ServerWork work = flow.send(made, Duration.ofMinutes(1));
      require("handshakes", portion, work.count());
      List<Tunnel> opened =
          made.stream().map(each -> Tunnel.initiated(each.secrets(), System.nanoTime())).toList();
      tunnels.addAll(opened);
      confirm(opened);
      refresh();
    }
    requireAllOpen(server.scrape());
  }

  /** Keeps all tunnels open: the server forgets one on which nothing arrived for 120 s. */
  private void refresh() throws IOException {
    if (System.nanoTime() - refreshedNanos > REFRESH_NANOS) {
      refreshedNanos = System.nanoTime();
      SealedPackets.empty(tunnels).send(channel, CONFIRMATIONS_PER_SECOND);
    }
  }

  /**
   * Has every tunnel answered: at once to its first packet, or when that or the answer was lost, to
   * data a few seconds later.
   */
  private void confirm(List<Tunnel> opened) throws IOException, InterruptedException {
    SealedPackets.empty(opened).send(channel, CONFIRMATIONS_PER_SECOND);
    List<Tunnel> silent = awaitAnswers(opened);
    for (int i = 0; i < ATTEMPTS && !silent.isEmpty(); i++) {
      SealedPackets.to(sinkAddress, silent).send(channel, CONFIRMATIONS_PER_SECOND);
      silent = awaitAnswers(silent);
    }
    require("answers", opened.size(), opened.size() - silent.size());
  }

  /** Those that stay silent. */
  private List<Tunnel> awaitAnswers(List<Tunnel> opened) throws InterruptedException {
    long startNanos = System.nanoTime();
    List<Tunnel> silent = opened;
    while (!silent.isEmpty() && System.nanoTime() - startNanos < PATIENCE_NANOS) {
      Thread.sleep(POLL_MILLIS);
      silent = silent.stream().filter(tunnel -> !answered.contains(tunnel.id())).toList();
    }
    return silent;
  }

  private void answered(ByteBuffer datagram) {
    if (TunnelHeader.isTunnelPacket(datagram, 0, datagram.remaining())) {
      answered.add(TunnelHeader.tunnelId(datagram, 0));
    }
  }

  /** Sends packets through the first tunnel only, all of one flow. */
  public ServerWork packetsThroughOne() throws IOException, InterruptedException {
    return send(throughFirst(), 1);
  }

  /**
   * Sends as many through the first tunnel, of as many flows as there are tunnels, none of that of
   * the one before: so that there is nothing to join, as there is none between tunnels.
   */
  public ServerWork flowsThroughOne() throws IOException, InterruptedException {
    return send(throughFirst(), Math.clamp(tunnels.size(), 2, InnerPacket.FLOWS));
  }

  private List<Tunnel> throughFirst() {
    return Collections.nCopies(packets(), tunnels.getFirst());
  }

  /** Sends as many packets through all tunnels, in random order, as many through each. */
  public ServerWork packetsThroughAll() throws IOException, InterruptedException {
    List<Tunnel> order = new ArrayList<>();
    while (order.size() < packets()) {
      order.addAll(tunnels);
    }
    Collections.shuffle(order, random);
    return send(order, 1);
  }

  private int packets() {
    return Math.max(1, ROUND_SECONDS * PACKETS_PER_SECOND / tunnels.size()) * tunnels.size();
  }

  private ServerWork send(List<Tunnel> order, int flows) throws IOException, InterruptedException {
    SealedPackets packets = SealedPackets.to(sinkAddress, order, flows);
    long before = delivered.sum();
    Moment start = Moment.of(server);
    packets.send(channel, PACKETS_PER_SECOND);
    Thread.sleep(POLL_MILLIS);
    Moment end = Moment.of(server);
    long opened = end.counted(start, "pqagent_tunnel_packets_total", "direction=\"in\"");
    if (delivered.sum() == before) {
      throw new NetworkException("nothing of what was sent was delivered");
    }
    requireAllOpen(end.scrape());
    return end.workSince(start, opened, packets.count() - opened);
  }

  private void requireAllOpen(Scrape scrape) {
    require("tunnels", tunnels.size(), scrape.sum("pqagent_tunnels"));
  }

  private static void require(String what, long wanted, long got) {
    if (got < wanted) {
      throw new NetworkException(
          "of %d %s there are %d: is this machine busy?".formatted(wanted, what, got));
    }
  }

  @Override
  public void close() throws IOException {
    tunnels.forEach(Tunnel::close);
    answers.close();
    sink.close();
  }
}
