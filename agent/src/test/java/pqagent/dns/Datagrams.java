package pqagent.dns;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** IP packets with UDP from port 53, and what is wrong with them, byte by byte. */
final class Datagrams {
  private static final byte[] ADDRESSES_4 = {10, 9, 8, 7, (byte) 192, (byte) 168, 3, 4};

  private Datagrams() {}

  static byte[] packet(boolean ipv6, byte[] dns) {
    return ipv6 ? ipv6(17, 53, dns) : ipv4(new byte[0], 17, 53, dns);
  }

  static byte[] ipv4(byte[] options, int protocol, int sourcePort, byte[] dns) {
    int headerBytes = 20 + options.length;
    ByteBuffer b = ByteBuffer.allocate(headerBytes + 8 + dns.length);
    b.put((byte) (0x40 | headerBytes / 4)).put((byte) 0).putShort((short) b.capacity());
    b.putInt(0x1234_4000).put((byte) 64).put((byte) protocol).putShort((short) 0);
    b.put(ADDRESSES_4).put(options);
    b.putShort(10, (short) ~sum(Arrays.copyOf(b.array(), headerBytes)));
    return withUdp(b.array(), headerBytes, sourcePort, dns);
  }

  static byte[] ipv6(int nextHeader, int sourcePort, byte[] dns) {
    ByteBuffer b = ByteBuffer.allocate(40 + 8 + dns.length);
    b.putInt(0x6001_2345).putShort((short) (8 + dns.length)).put((byte) nextHeader);
    b.put((byte) 64);
    for (int i = 0; i < 32; i++) {
      b.put((byte) (0x20 + i * 7));
    }
    return withUdp(b.array(), 40, sourcePort, dns);
  }

  private static byte[] withUdp(byte[] packet, int headerBytes, int sourcePort, byte[] dns) {
    ByteBuffer b = ByteBuffer.wrap(packet).position(headerBytes);
    b.putShort((short) sourcePort).putShort((short) 40000).putShort((short) (8 + dns.length));
    b.putShort((short) 0).put(dns);
    b.putShort(headerBytes + 6, (short) ~udpSum(packet));
    return packet;
  }

  static byte[] dns(byte[] packet) {
    return Arrays.copyOfRange(packet, headerBytes(packet) + 8, packet.length);
  }

  /** Lengths and checksums, slowly. */
  static boolean isRight(byte[] packet) {
    ByteBuffer b = ByteBuffer.wrap(packet);
    int headerBytes = headerBytes(packet);
    boolean ipIsRight =
        headerBytes == 40
            ? b.getShort(4) == (short) (packet.length - 40)
            : b.getShort(2) == (short) packet.length
                && sum(Arrays.copyOf(packet, headerBytes)) == 0xffff;
    return ipIsRight
        && b.getShort(headerBytes + 4) == (short) (packet.length - headerBytes)
        && b.getShort(headerBytes + 6) != 0
        && udpSum(packet) == 0xffff;
  }

  private static int headerBytes(byte[] packet) {
    return packet[0] >> 4 == 6 ? 40 : (packet[0] & 15) * 4;
  }

  /** Of pseudo-header and datagram (RFC 768, RFC 8200 section 8.1). */
  private static int udpSum(byte[] packet) {
    int headerBytes = headerBytes(packet);
    byte[] addresses =
        packet[0] >> 4 == 6
            ? Arrays.copyOfRange(packet, 8, 40)
            : Arrays.copyOfRange(packet, 12, 20);
    byte[] datagram = Arrays.copyOfRange(packet, headerBytes, packet.length);
    ByteBuffer all = ByteBuffer.allocate(addresses.length + 8 + datagram.length);
    return sum(all.put(addresses).putInt(datagram.length).putInt(17).put(datagram).array());
  }

  private static int sum(byte[] bytes) {
    int sum = 0;
    for (int i = 0; i < bytes.length; i += 2) {
      sum += (bytes[i] & 0xff) * 256 + (i + 1 < bytes.length ? bytes[i + 1] & 0xff : 0);
      sum = sum > 0xffff ? sum - 0xffff : sum;
    }
    return sum;
  }
}
