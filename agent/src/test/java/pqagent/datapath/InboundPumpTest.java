package pqagent.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pqagent.crypto.handshake.TunnelSecrets;
import pqagent.crypto.tunnel.Crew;
import pqagent.crypto.tunnel.Tunnel;
import pqagent.crypto.tunnel.TunnelHeader;
import pqagent.linux.UdpSocket;
import pqagent.metrics.AgentMetrics;
import pqagent.metrics.AgentRole;
import pqagent.packet.Coalescer;
import pqagent.packet.Ip;
import pqagent.packet.Udp;
import pqagent.peer.Ipv4;
import pqagent.peer.PathMtu;
import pqagent.peer.Peer;
import pqagent.peer.TunnelTable;

/** Datagrams of several tunnels that wait in one socket, and so come in one batch. */
class InboundPumpTest {
  private static final int OWN = Ipv4.parse("10.0.0.1");
  private static final int INNER_BYTES = 64;

  private final TunnelTable tunnels = new TunnelTable();
  private final AgentMetrics metrics = new AgentMetrics(AgentRole.SERVER);
  private final UdpSocket socket = UdpSocket.bind(0, UdpSocket.Options.ALL);
  private final List<String> delivered = new ArrayList<>();
  private final List<Integer> handedOver = new ArrayList<>();
  private final List<Integer> gathered = new ArrayList<>();
  private final List<byte[]> datagrams = new ArrayList<>();
  private Coalescer.Joins joins = Coalescer.Joins.NOTHING;

  @AfterEach
  void close() {
    socket.close();
    metrics.close();
  }

  @Test
  void shouldDeliverInOrderAndCountTheRest_whenTunnelsAreMixed() throws Exception {
    Tunnel a = tunnel("10.0.0.2", true);
    Tunnel b = tunnel("10.0.0.3", true);
    Tunnel c = tunnel("10.0.0.4", true);
    Tunnel unknown = tunnel("10.0.0.5", false);
    Tunnel closed = tunnel("10.0.0.6", true);
    tunnels.forEach(
        (tunnel, peer) -> {
          if (tunnel.id().equals(closed.id())) {
            tunnel.close();
          }
        });
    byte[] a2 = seal(a, 2);
    byte[] b2 = seal(b, 2);
    send(seal(a, 1));
    send(seal(b, 1));
    send(forged(b2));
    send(a2);
    send(seal(a, 3));
    send(seal(c, 1));
    send(seal(unknown, 1));
    send(a2);
    send(seal(closed, 1));
    send(Arrays.copyOf(a2, TunnelHeader.OVERHEAD_BYTES - 1));
    send(b2);
    send(Arrays.copyOf(seal(c, 2), TunnelHeader.OVERHEAD_BYTES));
    send(seal(c, 3));

    pump(7);

    assertThat(delivered)
        .containsExactly(
            "10.0.0.2 1",
            "10.0.0.3 1",
            "10.0.0.2 2",
            "10.0.0.2 3",
            "10.0.0.4 1",
            "10.0.0.3 2",
            "10.0.0.4 3");
    assertThat(handedOver)
        .containsExactly(
            INNER_BYTES + TunnelHeader.OVERHEAD_BYTES, TunnelHeader.OVERHEAD_BYTES - 1);
    assertThat(dropped()).containsExactlyInAnyOrder("forged 2", "replayed 1", "tunnel_dead 1");
  }

  @Test
  void shouldDeliverInOrderAndCountTheRest_whenTunnelsAreOpenedTogether() throws Exception {
    Tunnel a = tunnel("10.0.0.2", true);
    Tunnel b = tunnel("10.0.0.3", true);
    Tunnel unknown = tunnel("10.0.0.4", false);
    send(seal(a, 1));
    send(seal(b, 1));
    pump(2);
    byte[] a2 = seal(a, 2);
    byte[] b2 = seal(b, 2);
    send(forged(b2));
    send(a2);
    send(seal(unknown, 1));
    send(b2);
    send(a2);
    send(b2);
    send(seal(a, 3));
    send(seal(a, 4));
    send(seal(b, 3));

    pump(5);

    assertThat(delivered.subList(2, 7))
        .containsExactly("10.0.0.2 2", "10.0.0.3 2", "10.0.0.2 3", "10.0.0.2 4", "10.0.0.3 3");
    assertThat(handedOver).containsExactly(INNER_BYTES + TunnelHeader.OVERHEAD_BYTES);
    assertThat(dropped()).containsExactlyInAnyOrder("forged 1", "replayed 2");
  }

  @Test
  void shouldDeliverInOrder_whenMoreWaitThanAreOpenedTogether() throws Exception {
    Tunnel a = tunnel("10.0.0.2", true);
    Tunnel b = tunnel("10.0.0.3", true);
    List<String> sent = new ArrayList<>();
    for (int i = 1; i <= 100; i++) {
      send(seal(a, i));
      send(seal(b, i));
      sent.addAll(List.of("10.0.0.2 " + i, "10.0.0.3 " + i));
    }

    pump(200);

    assertThat(delivered).isEqualTo(sent);
    assertThat(dropped()).isEmpty();
  }

  /** As from a link that joins nothing: each is a message of its own. */
  @Test
  void shouldWriteOneSuperPacket_whenManyDatagramsOfAFlowWait() throws Exception {
    Tunnel a = tunnel("10.0.0.2", true);
    for (int i = 1; i <= 50; i++) {
      send(seal(a, i));
    }
    joins = Coalescer.Joins.TCP_AND_UDP;

    pump(1);

    assertThat(gathered).containsExactly(1 + 50);
  }

  /** A client's end; the server's is in the table when it is known. */
  private Tunnel tunnel(String address, boolean known) {
    byte[] secret = new byte[32];
    secret[0] = (byte) Ipv4.parse(address);
    long now = System.nanoTime();
    if (known) {
      Tunnel server = Tunnel.accepted(secrets(secret), now);
      tunnels.add(server, Peer.client(Ipv4.parse(address), server, PathMtu.auto(), now));
    }
    return Tunnel.initiated(secrets(secret), now);
  }

  private static TunnelSecrets secrets(byte[] secret) {
    return new TunnelSecrets(secret.clone(), secret.clone(), secret.clone());
  }

  /** An inner UDP packet that says which it is. */
  private static byte[] seal(Tunnel tunnel, int number) {
    int bytes = INNER_BYTES + TunnelHeader.OVERHEAD_BYTES;
    ByteBuffer packet = ByteBuffer.allocate(bytes);
    int inner = TunnelHeader.BYTES;
    packet.put(inner, (byte) 0x45);
    packet.putShort(inner + Ip.TOTAL_LENGTH_OFFSET, (short) INNER_BYTES);
    packet.put(inner + Ip.PROTOCOL_OFFSET, (byte) Udp.PROTOCOL);
    int udp = inner + Ip.MIN_HEADER_BYTES;
    packet.putShort(udp + Udp.LENGTH_OFFSET, (short) (INNER_BYTES - Ip.MIN_HEADER_BYTES));
    packet.putShort(udp + Udp.CHECKSUM_OFFSET, (short) 1);
    packet.put(inner + INNER_BYTES - 1, (byte) number);
    int[] offsets = {0};
    int[] lengths = {bytes};
    tunnel.seal(Crew.ALONE, packet, offsets, lengths, 0, 1, System.nanoTime());
    return packet.array();
  }

  private static byte[] forged(byte[] datagram) {
    byte[] copy = datagram.clone();
    copy[copy.length - 1] ^= 1;
    return copy;
  }

  private void send(byte[] datagram) {
    datagrams.add(datagram);
  }

  /** Has all datagrams wait in the socket, and then pumps until so many packets were delivered. */
  private void pump(int packets) throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (DatagramSocket client = new DatagramSocket()) {
      for (byte[] datagram : datagrams) {
        client.send(new DatagramPacket(datagram, datagram.length, loopback, socket.localPort()));
      }
    }
    datagrams.clear();
    CountDownLatch latch = new CountDownLatch(packets);
    PacketReceiver receiver =
        new PacketReceiver(
            (address, count) -> {
              gathered.add(count);
              take(address);
              latch.countDown();
              return true;
            },
            joins,
            Crew.ALONE,
            metrics,
            new TunnelEvents() {},
            OWN,
            true);
    PumpLoop loop =
        new PumpLoop(
            List.of(
                new InboundPump(
                    socket, tunnels, receiver, (_, _, length, _, _) -> handedOver.add(length))));
    Thread thread = Thread.ofPlatform().start(loop);
    assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    loop.stop();
    thread.join(10_000);
    assertThat(thread.isAlive()).isFalse();
  }

  /** Notes whose packet it is, and which: what lies behind the virtio header is one. */
  private void take(long iovecAddress) {
    ByteBuffer iovec = memory(iovecAddress + 16, 16).order(ByteOrder.nativeOrder());
    ByteBuffer packet = memory(iovec.getLong(0), iovec.getLong(8));
    delivered.add(
        Ipv4.format(packet.getInt(Ip.SOURCE_OFFSET)) + " " + packet.get(packet.limit() - 1));
  }

  @SuppressWarnings("restricted")
  private static ByteBuffer memory(long address, long bytes) {
    return MemorySegment.ofAddress(address).reinterpret(bytes).asByteBuffer();
  }

  /** Reasons and how many, of those that are not 0. */
  private List<String> dropped() {
    return metrics
        .scrape()
        .lines()
        .filter(line -> line.startsWith("pqagent_dropped_packets_total{"))
        .filter(line -> !line.endsWith(" 0.0"))
        .map(line -> line.replaceAll(".*reason=\"(\\w+)\".* (\\d+)\\.0", "$1 $2"))
        .toList();
  }
}
