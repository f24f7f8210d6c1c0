package pqagent.packet;

import java.nio.ByteBuffer;

/**
 * The Internet checksum: a ones-complement sum of 16-bit words (RFC 1071) and its incremental
 * update (RFC 1624, equation 3). Sums stay unfolded in a {@code long}, which holds 2³¹ words and
 * more; buffers are big-endian.
 */
public final class Checksum {
  private Checksum() {}

  /** Unfolded sum of bytes; an odd last byte counts as the high half of a word. */
  public static long sum(ByteBuffer buffer, int offset, int length) {
    long sum = 0;
    int at = offset;
    int wordsEnd = offset + (length & ~7);
    for (; at < wordsEnd; at += 8) {
      long eight = buffer.getLong(at);
      sum += (eight >>> 32) + (eight & 0xffff_ffffL);
    }
    int left = length & 7;
    for (; left >= 2; left -= 2, at += 2) {
      sum += buffer.getShort(at) & 0xffff;
    }
    return left == 0 ? sum : sum + ((buffer.get(at) & 0xff) << 8);
  }

  /** Folds a non-negative sum to 16 bits. */
  public static int fold(long sum) {
    long folded = (sum >>> 32) + (sum & 0xffff_ffffL);
    while (folded >>> 16 != 0) {
      folded = (folded >>> 16) + (folded & 0xffff);
    }
    return (int) folded;
  }

  /** The checksum over what was summed: the folded sum's complement. */
  public static int of(long sum) {
    return complement(fold(sum));
  }

  /** What takes a folded sum away again when it is added. */
  public static int complement(int folded) {
    return ~folded & 0xffff;
  }

  /** Unfolded sum of an address. */
  public static long address(int address) {
    return address & 0xffff_ffffL;
  }

  /** Unfolded sum of the pseudo-header of TCP and UDP (RFC 9293 section 3.1, RFC 768). */
  public static long pseudoHeader(int source, int destination, int protocol, int payloadBytes) {
    return address(source) + address(destination) + protocol + payloadBytes;
  }

  /** A checksum after words with the sum {@code before} became words with the sum {@code after}. */
  public static int update(int checksum, long before, long after) {
    return of(complement(checksum) + complement(fold(before)) + after);
  }
}
