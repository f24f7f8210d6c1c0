package pqagent.packet;

import java.nio.ByteBuffer;

/**
 * Gives an opened inner packet, in place, the addresses it has on this host: from the peer's
 * private address to our own (PROTOCOL.md section 6). Whatever bytes come, it neither throws nor
 * touches others than the packet's. One instance belongs to one thread; it tells about the last
 * packet what the virtio header needs.
 *
 * <p>Checksums: the IP header's is made afresh. A whole TCP or UDP packet gets the sum of its
 * pseudo-header in the checksum field, for the kernel to complete; a fragment is mended by the
 * difference; UDP without a checksum stays so. An ICMP error quotes a packet that this host sent,
 * so the quoted addresses become our own and the peer's private one. Other protocols get new
 * addresses only.
 */
public final class AddressTranslator {

  /** What came of a packet. */
  public enum Result {
    OK,
    /** Not version 4. */
    NOT_IPV4,
    /** Lengths contradict each other. */
    MALFORMED,
    /** Source routes, ICMP redirects, fragments that cut or overwrite a transport header. */
    UNSUPPORTED
  }

  private int packetBytes;
  private boolean needsChecksum;
  private int checksumStart;
  private int checksumOffset;

  /**
   * Translates the packet at {@code offset}, {@code length} bytes with any padding. Big-endian
   * buffer; addresses as ints. Unless OK the bytes are as they were.
   */
  public Result translate(ByteBuffer buffer, int offset, int length, int source, int destination) {
    packetBytes = 0;
    needsChecksum = false;
    if (length > 0 && Ip.version(buffer, offset) != 4) {
      return Result.NOT_IPV4;
    }
    if (!Ip.isWellFormed(buffer, offset, length)) {
      return Result.MALFORMED;
    }
    if (Ip.hasSourceRoute(buffer, offset)) {
      return Result.UNSUPPORTED;
    }
    Payload payload = Payload.of(buffer, offset);
    int headerBytes = Ip.headerBytes(buffer, offset);
    int bytes = Ip.totalBytes(buffer, offset) - headerBytes;
    int at = offset + headerBytes;
    switch (payload) {
      case MALFORMED -> {
        return Result.MALFORMED;
      }
      case UNSUPPORTED -> {
        return Result.UNSUPPORTED;
      }
      case TCP -> leaveToKernel(headerBytes, Tcp.CHECKSUM_OFFSET);
      case UDP -> {
        if (Udp.checksum(buffer, at) != 0) {
          leaveToKernel(headerBytes, Udp.CHECKSUM_OFFSET);
        }
      }
      case TCP_PART, UDP_PART ->
          Transport.mendChecksum(
              buffer, offset, at + payload.checksumOffset(), source, destination);
      case ICMP_ERROR -> {
        int self = destination;
        int peer = source;
        Icmp.translateQuoted(buffer, at, bytes, self, peer);
      }
      case OPAQUE -> {}
    }
    if (needsChecksum) {
      int protocol = Ip.protocol(buffer, offset);
      long sum = Checksum.pseudoHeader(source, destination, protocol, bytes);
      buffer.putShort(at + checksumOffset, (short) Checksum.fold(sum));
    }
    Ip.setAddresses(buffer, offset, source, destination);
    packetBytes = headerBytes + bytes;
    return Result.OK;
  }

  private void leaveToKernel(int start, int offset) {
    needsChecksum = true;
    checksumStart = start;
    checksumOffset = offset;
  }

  /** Bytes of the last packet without padding; 0 when it was not OK. */
  public int packetBytes() {
    return packetBytes;
  }

  /** Whether the last packet's checksum field holds the pseudo-header's sum only. */
  public boolean needsChecksum() {
    return needsChecksum;
  }

  /** From where to sum, in bytes from the packet's start; when {@link #needsChecksum}. */
  public int checksumStart() {
    return checksumStart;
  }

  /** Where to put the checksum, in bytes from {@link #checksumStart}. */
  public int checksumOffset() {
    return checksumOffset;
  }
}
