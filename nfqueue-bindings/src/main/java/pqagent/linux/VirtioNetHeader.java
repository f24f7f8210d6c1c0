package pqagent.linux;

import java.nio.ByteBuffer;

/** struct virtio_net_hdr, 10 bytes, native byte order (linux/virtio_net.h). */
public final class VirtioNetHeader {
  public static final int BYTES = 10;

  private VirtioNetHeader() {}

  /** No offload: checksums are complete. */
  public static void plain(ByteBuffer header, int offset) {
    throw new UnsupportedOperationException("not yet");
  }

  /**
   * The kernel completes a checksum: {@code checksumStart} from the packet's start, {@code
   * checksumOffset} from there.
   */
  public static void needsChecksum(
      ByteBuffer header, int offset, int checksumStart, int checksumOffset) {
    throw new UnsupportedOperationException("not yet");
  }

  /** A TCP/IPv4 super-packet that the kernel may cut at {@code segmentBytes} of payload. */
  public static void tcp4(
      ByteBuffer header, int offset, int headerBytes, int checksumStart, int segmentBytes) {
    throw new UnsupportedOperationException("not yet");
  }
}
