package pqagent.dns;

import java.nio.ByteBuffer;
import pqagent.packet.Checksum;
import pqagent.packet.Ip;
import pqagent.packet.Udp;

/**
 * A UDP datagram in an unfragmented IPv4 packet (RFC 791) or in an IPv6 packet without extension
 * headers (RFC 8200), and the same with another payload.
 *
 * <pre>
 * IPv6:  0 version, traffic class, flow label | 4 payload length | 6 next header | 7 hop limit
 *        8 source (16)                        | 24 destination (16)
 * </pre>
 */
final class UdpPacket {
  private static final int IPV6_HEADER_BYTES = 40;
  private static final int IPV6_PAYLOAD_LENGTH_OFFSET = 4;
  private static final int IPV6_NEXT_HEADER_OFFSET = 6;
  private static final int IPV6_ADDRESSES_OFFSET = 8;
  private static final int IPV6_ADDRESSES_BYTES = 32;

  private int headerBytes;
  private int payloadBytes;

  /** Whether such a datagram is here; if so the accessors tell where. */
  boolean parse(ByteBuffer packet, int offset, int length) {
    int available = availableBytes(packet, offset, length);
    if (available < 0 || !Udp.isWellFormed(packet, offset + headerBytes, available)) {
      return false;
    }
    payloadBytes = Udp.bytes(packet, offset + headerBytes) - Udp.HEADER_BYTES;
    return true;
  }

  /** Sets the IP header's length; returns the bytes behind it, -1 when there is no UDP. */
  private int availableBytes(ByteBuffer packet, int offset, int length) {
    if (Ip.isWellFormed(packet, offset, length)) {
      headerBytes = Ip.headerBytes(packet, offset);
      boolean udp = Ip.protocol(packet, offset) == Udp.PROTOCOL && !Ip.isFragment(packet, offset);
      return udp ? Ip.totalBytes(packet, offset) - headerBytes : -1;
    }
    if (length < IPV6_HEADER_BYTES || Ip.version(packet, offset) != 6) {
      return -1;
    }
    headerBytes = IPV6_HEADER_BYTES;
    int bytes = packet.getShort(offset + IPV6_PAYLOAD_LENGTH_OFFSET) & 0xffff;
    boolean udp = packet.get(offset + IPV6_NEXT_HEADER_OFFSET) == Udp.PROTOCOL;
    return udp && bytes <= length - headerBytes ? bytes : -1;
  }

  /** Of the IP header. */
  int headerBytes() {
    return headerBytes;
  }

  /** Where the payload begins, from the packet's start. */
  int payloadOffset() {
    return headerBytes + Udp.HEADER_BYTES;
  }

  int payloadBytes() {
    return payloadBytes;
  }

  /**
   * Writes the packet with another payload to the beginning of {@code out}, lengths and checksums
   * right. Returns its length, 0 when it would be too large for IP.
   */
  int write(ByteBuffer packet, int offset, byte[] payload, ByteBuffer out) {
    int udpBytes = Udp.HEADER_BYTES + payload.length;
    int totalBytes = headerBytes + udpBytes;
    if (totalBytes > Ip.MAX_PACKET_BYTES) {
      return 0;
    }
    out.put(0, packet, offset, payloadOffset());
    out.put(payloadOffset(), payload);
    out.putShort(headerBytes + Udp.LENGTH_OFFSET, (short) udpBytes);
    out.putShort(headerBytes + Udp.CHECKSUM_OFFSET, (short) 0);
    long sum = Checksum.sum(out, headerBytes, udpBytes) + Udp.PROTOCOL + udpBytes;
    if (Ip.version(packet, offset) == 4) {
      out.putShort(Ip.TOTAL_LENGTH_OFFSET, (short) totalBytes);
      out.putShort(Ip.CHECKSUM_OFFSET, (short) 0);
      out.putShort(Ip.CHECKSUM_OFFSET, (short) Checksum.of(Checksum.sum(out, 0, headerBytes)));
      sum += Checksum.sum(out, Ip.SOURCE_OFFSET, 8);
    } else {
      out.putShort(IPV6_PAYLOAD_LENGTH_OFFSET, (short) udpBytes);
      sum += Checksum.sum(out, IPV6_ADDRESSES_OFFSET, IPV6_ADDRESSES_BYTES);
    }
    int checksum = Checksum.of(sum);
    out.putShort(headerBytes + Udp.CHECKSUM_OFFSET, (short) (checksum == 0 ? 0xffff : checksum));
    return totalBytes;
  }
}
