package pqagent.demo;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import pqagent.linux.PacketSocket;

/**
 * Looks at every packet on the link as an eavesdropper would: what kind it is, and whether it
 * carries the web server's sentence in clear.
 */
final class LinkSniffer {
  private static final int IPV4_ETHERTYPE = 0x0800;
  private static final byte[] SENTENCE = DemoWeb.SENTENCE.getBytes(StandardCharsets.US_ASCII);

  private final PacketSocket socket;
  private final Map<String, Long> packetsByKind = new TreeMap<>();
  private long readablePackets;

  LinkSniffer(PacketSocket socket) {
    this.socket = socket;
  }

  /** Watches on a thread of its own until the process ends. */
  void start() {
    Thread.ofPlatform().name("sniffer").daemon().start(this::watch);
  }

  /**
   * What was seen since the last report: one line a kind of packet, and one that says how many were
   * readable.
   */
  synchronized String takeReport() {
    StringBuilder text = new StringBuilder();
    packetsByKind.forEach((kind, packets) -> text.append("%8d  %s%n".formatted(packets, kind)));
    text.append("%8d  packets in which the file could be read%n".formatted(readablePackets));
    packetsByKind.clear();
    readablePackets = 0;
    return text.toString();
  }

  private void watch() {
    while (true) {
      int length = socket.receive();
      if (length > 0) {
        count(
            kind(socket.buffer(), socket.protocol(), length), isReadable(socket.buffer(), length));
      }
    }
  }

  private synchronized void count(String kind, boolean readable) {
    packetsByKind.merge(kind, 1L, Long::sum);
    if (readable) {
      readablePackets++;
    }
  }

  private static String kind(ByteBuffer packet, int protocol, int length) {
    if (protocol != IPV4_ETHERTYPE || length < 28) {
      return "ARP and IPv6 neighbour discovery";
    }
    int transport = (packet.get(0) & 0xf) * 4;
    if (packet.get(9) != 17) {
      return packet.get(9) == 6 ? "TCP" : "other IP protocol " + (packet.get(9) & 0xff);
    }
    int ports =
        Math.min(packet.getShort(transport) & 0xffff, packet.getShort(transport + 2) & 0xffff);
    int other =
        Math.max(packet.getShort(transport) & 0xffff, packet.getShort(transport + 2) & 0xffff);
    if (ports == 53) {
      return "UDP port 53 (DNS)";
    }
    return switch (other) {
      case 42424 -> "UDP port 42424 (PQConnect tunnel)";
      case 42425 -> "UDP port 42425 (PQConnect keys)";
      default -> "UDP ports %d and %d".formatted(ports, other);
    };
  }

  private static boolean isReadable(ByteBuffer packet, int length) {
    int last = Math.min(length, 2 * DemoWeb.BLOCK_BYTES) - SENTENCE.length;
    for (int start = 0; start <= last; start++) {
      int i = 0;
      while (i < SENTENCE.length && packet.get(start + i) == SENTENCE[i]) {
        i++;
      }
      if (i == SENTENCE.length) {
        return true;
      }
    }
    return false;
  }
}
