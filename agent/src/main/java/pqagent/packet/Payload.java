package pqagent.packet;

import java.nio.ByteBuffer;

/** What a well-formed IP packet carries, as far as new addresses concern it. */
enum Payload {
  /** A whole TCP segment. */
  TCP,
  /** A whole UDP datagram. */
  UDP,
  /** The checksum of a TCP segment or UDP datagram of which not all, or not only, is here. */
  TCP_PART,
  UDP_PART,
  /** An ICMP message that quotes a packet. */
  ICMP_ERROR,
  /** Bytes that addresses have no part in. */
  OPAQUE,
  /** The payload contradicts its length. */
  MALFORMED,
  /** Fragments that cut a transport header, and ICMP redirects: nothing honest sends those here. */
  UNSUPPORTED;

  static Payload of(ByteBuffer buffer, int offset) {
    int at = offset + Ip.headerBytes(buffer, offset);
    int bytes = offset + Ip.totalBytes(buffer, offset) - at;
    boolean first = Ip.fragmentBytes(buffer, offset) == 0;
    return switch (Ip.protocol(buffer, offset)) {
      case Tcp.PROTOCOL -> first ? tcp(buffer, offset, at, bytes) : laterTcp(buffer, offset);
      case Udp.PROTOCOL -> first ? udp(buffer, offset, at, bytes) : OPAQUE;
      case Icmp.PROTOCOL -> first ? icmp(buffer, at, bytes) : OPAQUE;
      default -> OPAQUE;
    };
  }

  /** Where the checksum lies in the transport header. */
  int checksumOffset() {
    return this == TCP || this == TCP_PART ? Tcp.CHECKSUM_OFFSET : Udp.CHECKSUM_OFFSET;
  }

  private static Payload tcp(ByteBuffer buffer, int offset, int at, int bytes) {
    if (Ip.hasMoreFragments(buffer, offset)) {
      return bytes < Tcp.MIN_HEADER_BYTES ? UNSUPPORTED : TCP_PART;
    }
    return Tcp.isWellFormed(buffer, at, bytes) ? TCP : MALFORMED;
  }

  /** A fragment that would overwrite the header in the first one (RFC 3128). */
  private static Payload laterTcp(ByteBuffer buffer, int offset) {
    return Ip.fragmentBytes(buffer, offset) < Tcp.MIN_HEADER_BYTES ? UNSUPPORTED : OPAQUE;
  }

  private static Payload udp(ByteBuffer buffer, int offset, int at, int bytes) {
    if (Ip.hasMoreFragments(buffer, offset)) {
      return UDP_PART;
    }
    if (!Udp.isWellFormed(buffer, at, bytes)) {
      return MALFORMED;
    }
    return Udp.bytes(buffer, at) == bytes ? UDP : UDP_PART;
  }

  private static Payload icmp(ByteBuffer buffer, int at, int bytes) {
    if (bytes < Icmp.HEADER_BYTES) {
      return MALFORMED;
    }
    int type = Icmp.type(buffer, at);
    if (type == Icmp.REDIRECT) {
      return UNSUPPORTED;
    }
    if (!Icmp.isError(type)) {
      return OPAQUE;
    }
    return Icmp.quotesPacket(buffer, at, bytes) ? ICMP_ERROR : MALFORMED;
  }
}
