package pqagent.nfqueue;

import java.nio.ByteBuffer;

/**
 * IP packets that one receive took from a queue, in one buffer outside the heap (big-endian byte
 * order). An instance belongs to one thread.
 */
public final class PacketBatch implements AutoCloseable {

  /** Room for {@code messages} packets of up to 64 KiB. */
  public PacketBatch(int messages) {
    throw new UnsupportedOperationException("not yet");
  }

  public int size() {
    throw new UnsupportedOperationException("not yet");
  }

  public ByteBuffer buffer() {
    throw new UnsupportedOperationException("not yet");
  }

  /** Address of the buffer's first byte, for gathering writes. */
  public long address() {
    throw new UnsupportedOperationException("not yet");
  }

  /** Where packet i's IP header begins. */
  public int offset(int i) {
    throw new UnsupportedOperationException("not yet");
  }

  /** Captured bytes of packet i. */
  public int length(int i) {
    throw new UnsupportedOperationException("not yet");
  }

  /** The packet's id, for a verdict of its own. */
  public int id(int i) {
    throw new UnsupportedOperationException("not yet");
  }

  /** Whether the kernel captured less than the whole packet. */
  public boolean isTruncated(int i) {
    throw new UnsupportedOperationException("not yet");
  }

  /** Whether the layer-4 checksum is not filled in (NFQA_SKB_CSUMNOTREADY). */
  public boolean needsChecksum(int i) {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException("not yet");
  }
}
