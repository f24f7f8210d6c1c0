package pqagent.packet;

import java.nio.ByteBuffer;

/** Checksums of TCP and UDP, which cover the addresses of the IP header before them. */
final class Transport {
  private Transport() {}

  /**
   * Mends a checksum before the addresses of its packet change.
   *
   * <p>The checksum may be one for another destination than the header's: the reference overwrites
   * that and mends nothing (docs/interop.md, "Inner packets"). But then the header's own checksum
   * is stale by the same difference, so the header's sum says by how much: with {@code S} the
   * header's sum, checksum included, the checksum to be mended was made for addresses whose sum is
   * {@code source + destination − S} in ones-complement arithmetic, where a right header has {@code
   * S = 0}.
   */
  static void mendChecksum(
      ByteBuffer buffer, int offset, int checksumAt, int source, int destination) {
    int checksum = buffer.getShort(checksumAt) & 0xffff;
    boolean udp = Ip.protocol(buffer, offset) == Udp.PROTOCOL;
    if (udp && checksum == 0) {
      return;
    }
    long before =
        Checksum.address(Ip.source(buffer, offset))
            + Checksum.address(Ip.destination(buffer, offset))
            + Checksum.complement(Ip.headerSum(buffer, offset));
    long after = Checksum.address(source) + Checksum.address(destination);
    int mended = Checksum.update(checksum, before, after);
    buffer.putShort(checksumAt, (short) (udp && mended == 0 ? 0xffff : mended));
  }

  /**
   * The checksum of a whole segment or datagram for these addresses, whatever its field holds.
   * Result 0 becomes 0xffff for UDP.
   */
  static int checksum(ByteBuffer buffer, int offset, int checksumOffset, int source, int dest) {
    int at = offset + Ip.headerBytes(buffer, offset);
    int bytes = offset + Ip.totalBytes(buffer, offset) - at;
    int protocol = Ip.protocol(buffer, offset);
    int field = buffer.getShort(at + checksumOffset) & 0xffff;
    int checksum =
        Checksum.of(
            Checksum.sum(buffer, at, bytes)
                + Checksum.complement(field)
                + Checksum.pseudoHeader(source, dest, protocol, bytes));
    return checksum == 0 && protocol == Udp.PROTOCOL ? 0xffff : checksum;
  }
}
