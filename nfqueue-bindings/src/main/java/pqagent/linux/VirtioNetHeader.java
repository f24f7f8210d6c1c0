package pqagent.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * struct virtio_net_hdr, 10 bytes, native byte order whatever the buffer's (linux/virtio_net.h).
 *
 * <pre>
 *  0       1          2               4               6                 8
 * +-------+----------+---------------+---------------+-----------------+-----------------+
 * | flags | gso type | header bytes  | segment bytes | checksum start  | checksum offset |
 * +-------+----------+---------------+---------------+-----------------+-----------------+
 * </pre>
 */
public final class VirtioNetHeader {
  public static final int BYTES = 10;

  private static final int FLAGS_OFFSET = 0;
  private static final int GSO_TYPE_OFFSET = 1;
  private static final int HEADER_BYTES_OFFSET = 2;
  private static final int SEGMENT_BYTES_OFFSET = 4;
  private static final int CHECKSUM_START_OFFSET = 6;
  private static final int CHECKSUM_OFFSET_OFFSET = 8;

  private static final byte NEEDS_CHECKSUM = 1;
  private static final byte GSO_NONE = 0;
  private static final byte GSO_TCP4 = 1;
  private static final byte GSO_UDP = 5;
  private static final int TCP_CHECKSUM_OFFSET = 16;
  private static final int UDP_CHECKSUM_OFFSET = 6;

  private VirtioNetHeader() {}

  /** No offload: checksums are complete. */
  public static void plain(ByteBuffer header, int offset) {
    write(header, offset, (byte) 0, GSO_NONE, 0, 0, 0, 0);
  }

  /**
   * The kernel completes a checksum: {@code checksumStart} from the packet's start, {@code
   * checksumOffset} from there. Until then the field holds the pseudo-header's sum.
   */
  public static void needsChecksum(
      ByteBuffer header, int offset, int checksumStart, int checksumOffset) {
    write(header, offset, NEEDS_CHECKSUM, GSO_NONE, 0, 0, checksumStart, checksumOffset);
  }

  /**
   * A TCP/IPv4 super-packet that the kernel may cut at {@code segmentBytes} of payload. {@code
   * headerBytes}: IP and TCP header. {@code checksumStart}: where the TCP header begins.
   */
  public static void tcp4(
      ByteBuffer header, int offset, int headerBytes, int checksumStart, int segmentBytes) {
    write(
        header,
        offset,
        NEEDS_CHECKSUM,
        GSO_TCP4,
        headerBytes,
        segmentBytes,
        checksumStart,
        TCP_CHECKSUM_OFFSET);
  }

  /**
   * A UDP/IPv4 super-packet that the kernel cuts at {@code segmentBytes} of payload
   * (VIRTIO_NET_HDR_GSO_UDP_L4, Linux 6.2). {@code headerBytes}: IP and UDP header. {@code
   * checksumStart}: where the UDP header begins.
   */
  public static void udp4(
      ByteBuffer header, int offset, int headerBytes, int checksumStart, int segmentBytes) {
    write(
        header,
        offset,
        NEEDS_CHECKSUM,
        GSO_UDP,
        headerBytes,
        segmentBytes,
        checksumStart,
        UDP_CHECKSUM_OFFSET);
  }

  private static void write(
      ByteBuffer header,
      int offset,
      byte flags,
      byte gsoType,
      int headerBytes,
      int segmentBytes,
      int checksumStart,
      int checksumOffset) {
    header.put(offset + FLAGS_OFFSET, flags);
    header.put(offset + GSO_TYPE_OFFSET, gsoType);
    putNative(header, offset + HEADER_BYTES_OFFSET, headerBytes);
    putNative(header, offset + SEGMENT_BYTES_OFFSET, segmentBytes);
    putNative(header, offset + CHECKSUM_START_OFFSET, checksumStart);
    putNative(header, offset + CHECKSUM_OFFSET_OFFSET, checksumOffset);
  }

  private static void putNative(ByteBuffer header, int offset, int value) {
    boolean isNative = header.order() == ByteOrder.nativeOrder();
    header.putShort(offset, isNative ? (short) value : Short.reverseBytes((short) value));
  }
}
