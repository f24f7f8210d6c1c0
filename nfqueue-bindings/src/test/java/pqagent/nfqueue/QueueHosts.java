package pqagent.nfqueue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import pqagent.testkit.Link;
import pqagent.testkit.Namespace;

/**
 * Two hosts; what b receives by UDP on port 4000 goes through queue 7 there.
 *
 * <pre>
 *   a 10.9.2.1 ─── 10.9.2.2 b  (INPUT udp dport 4000 → NFQUEUE 7)
 * </pre>
 */
final class QueueHosts implements AutoCloseable {
  static final int PORT = 4000;
  static final int QUEUE = 7;
  static final PacketQueue.Options PLAIN = new PacketQueue.Options(true, false, 1000);

  final Namespace a = Namespace.create("a");
  final Namespace b = Namespace.create("b");
  final DatagramSocket from;
  final DatagramSocket to;

  QueueHosts() throws Exception {
    Link.connect(a, "10.9.2.1/24", b, "10.9.2.2/24");
    b.exec(rule("-A"));
    from = a.call(() -> new DatagramSocket(PORT));
    to = b.call(() -> new DatagramSocket(PORT));
    to.setReceiveBufferSize(1 << 20);
    a.exec("ping", "-c", "1", "-W", "20", "10.9.2.2");
  }

  /** A queue of b. */
  PacketQueue open(PacketQueue.Options options) throws Exception {
    return b.call(() -> PacketQueue.open(QUEUE, options));
  }

  void removeRule() {
    b.exec(rule("-D"));
  }

  /** From a to b. */
  void send(String... texts) throws IOException {
    for (String text : texts) {
      send(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  void send(byte[] bytes) throws IOException {
    from.send(new DatagramPacket(bytes, bytes.length, InetAddress.getByName("10.9.2.2"), PORT));
  }

  /** The next text that b's socket gets. */
  String receive() throws IOException {
    to.setSoTimeout(20_000);
    DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
    to.receive(packet);
    return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
  }

  /** All that is there, and that comes within a moment. */
  List<String> receiveRest() throws IOException {
    List<String> rest = new ArrayList<>();
    byte[] buffer = new byte[65_536];
    to.setSoTimeout(500);
    while (true) {
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      try {
        to.receive(packet);
      } catch (SocketTimeoutException e) {
        return rest;
      }
      rest.add(new String(buffer, 0, packet.getLength(), StandardCharsets.UTF_8));
    }
  }

  @Override
  public void close() {
    from.close();
    to.close();
    a.close();
    b.close();
  }

  private static String[] rule(String action) {
    return ("iptables " + action + " INPUT -p udp --dport 4000 -j NFQUEUE --queue-bypass")
        .concat(" --queue-num " + QUEUE)
        .split(" ", -1);
  }
}
