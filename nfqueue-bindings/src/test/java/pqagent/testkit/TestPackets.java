package pqagent.testkit;

import java.nio.ByteBuffer;

/** IPv4 packets with right checksums, made simply: what tests compare the fast ways with. */
public final class TestPackets {
  public static final int IP_HEADER_BYTES = 20;
  public static final int UDP_HEADER_BYTES = 8;
  public static final int TCP_HEADER_BYTES = 20;
  public static final int TCP_SYN = 0x02;
  public static final int TCP_PUSH = 0x08;
  public static final int TCP_ACK = 0x10;

  private static final int UDP = 17;
  private static final int TCP = 6;
  private static final int TIME_TO_LIVE = 64;

  private TestPackets() {}

  /** The four bytes of an address as written with dots. */
  public static int address(String dotted) {
    int value = 0;
    for (String part : dotted.split("\\.", -1)) {
      value = (value << 8) | Integer.parseInt(part);
    }
    return value;
  }

  /** A UDP packet. */
  public static byte[] udp(int source, int sourcePort, int target, int targetPort, byte[] payload) {
    byte[] bytes = new byte[IP_HEADER_BYTES + UDP_HEADER_BYTES + payload.length];
    ByteBuffer packet =
        ip(bytes, UDP, source, target)
            .putShort((short) sourcePort)
            .putShort((short) targetPort)
            .putShort((short) (UDP_HEADER_BYTES + payload.length))
            .putShort((short) 0)
            .put(payload);
    fixChecksums(packet, 0);
    return bytes;
  }

  /** A TCP packet without options. */
  public static byte[] tcp(
      int source,
      int sourcePort,
      int target,
      int targetPort,
      int sequence,
      int acknowledged,
      int flags,
      byte[] payload) {
    byte[] bytes = new byte[IP_HEADER_BYTES + TCP_HEADER_BYTES + payload.length];
    ByteBuffer packet =
        ip(bytes, TCP, source, target)
            .putShort((short) sourcePort)
            .putShort((short) targetPort)
            .putInt(sequence)
            .putInt(acknowledged)
            .put((byte) ((TCP_HEADER_BYTES / 4) << 4))
            .put((byte) flags)
            .putShort((short) 0xffff)
            .putInt(0)
            .put(payload);
    fixChecksums(packet, 0);
    return bytes;
  }

  /** Computes the checksums of the IP header at {@code start} and of UDP or TCP in the packet. */
  public static void fixChecksums(ByteBuffer packet, int start) {
    int headerBytes = (packet.get(start) & 15) * 4;
    packet.putShort(start + 10, (short) 0);
    packet.putShort(start + 10, (short) ~fold(sum(packet, start, headerBytes)));
    int body = start + headerBytes;
    int bodyBytes = Short.toUnsignedInt(packet.getShort(start + 2)) - headerBytes;
    int field = body + (packet.get(start + 9) == UDP ? 6 : 16);
    packet.putShort(field, (short) 0);
    int sum = fold(pseudoHeaderSum(packet, start) + sum(packet, body, bodyBytes));
    packet.putShort(field, sum == 0xffff ? (short) 0xffff : (short) ~sum);
  }

  /** What the checksum field holds while the kernel is to complete it. */
  public static short unfinishedChecksum(ByteBuffer packet, int start) {
    return (short) fold(pseudoHeaderSum(packet, start));
  }

  private static ByteBuffer ip(byte[] bytes, int protocol, int source, int target) {
    return ByteBuffer.wrap(bytes)
        .putShort((short) 0x4500)
        .putShort((short) bytes.length)
        .putInt(0x4000)
        .put((byte) TIME_TO_LIVE)
        .put((byte) protocol)
        .putShort((short) 0)
        .putInt(source)
        .putInt(target);
  }

  private static long pseudoHeaderSum(ByteBuffer packet, int start) {
    int headerBytes = (packet.get(start) & 15) * 4;
    int bodyBytes = Short.toUnsignedInt(packet.getShort(start + 2)) - headerBytes;
    return sum(packet, start + 12, 8) + packet.get(start + 9) + bodyBytes;
  }

  private static long sum(ByteBuffer packet, int start, int bytes) {
    long sum = 0;
    for (int i = 0; i < bytes; i++) {
      sum += (packet.get(start + i) & 0xff) << (i % 2 == 0 ? 8 : 0);
    }
    return sum;
  }

  private static int fold(long sum) {
    long folded = sum;
    while (folded > 0xffff) {
      folded = (folded & 0xffff) + (folded >>> 16);
    }
    return (int) folded;
  }
}
