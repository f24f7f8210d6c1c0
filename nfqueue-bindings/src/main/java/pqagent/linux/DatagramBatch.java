package pqagent.linux;

import java.nio.ByteBuffer;

/**
 * Datagrams in one buffer outside the heap, each with an IPv4 address and port. Filled by {@link
 * UdpSocket#receive}, or by a caller with {@link #append} and sent by {@link UdpSocket#send}. An
 * instance belongs to one thread. Byte order of the buffer: big-endian.
 */
public final class DatagramBatch implements AutoCloseable {

  /**
   * A batch for sending: room for {@code capacityBytes} in at most {@code maxDatagrams} datagrams.
   */
  public static DatagramBatch forSending(int capacityBytes, int maxDatagrams) {
    throw new UnsupportedOperationException("not yet");
  }

  /**
   * A batch for receiving: {@code messages} messages of up to 64 KiB, each of which UDP_GRO may
   * have made of many datagrams.
   */
  public static DatagramBatch forReceiving(int messages) {
    throw new UnsupportedOperationException("not yet");
  }

  public int size() {
    throw new UnsupportedOperationException("not yet");
  }

  public void clear() {
    throw new UnsupportedOperationException("not yet");
  }

  public ByteBuffer buffer() {
    throw new UnsupportedOperationException("not yet");
  }

  /** Address of the buffer's first byte, for gathering writes. */
  public long bufferAddress() {
    throw new UnsupportedOperationException("not yet");
  }

  /** Offset of each datagram in the buffer: the array itself, valid up to size(). */
  public int[] offsets() {
    throw new UnsupportedOperationException("not yet");
  }

  /** Length of each datagram in bytes: the array itself. */
  public int[] lengths() {
    throw new UnsupportedOperationException("not yet");
  }

  /**
   * Source (received) or destination (to be sent) of datagram i as IPv4 address in the low 32 bits.
   */
  public int address(int i) {
    throw new UnsupportedOperationException("not yet");
  }

  /** Source or destination port of datagram i. */
  public int port(int i) {
    throw new UnsupportedOperationException("not yet");
  }

  /** Whether a datagram of this many bytes still fits. */
  public boolean hasRoom(int bytes) {
    throw new UnsupportedOperationException("not yet");
  }

  /**
   * Appends a datagram of this length and returns its offset; the caller writes its bytes.
   * IllegalStateException without room. Datagrams are packed without gaps, so that equal ones to
   * one destination leave by one UDP_SEGMENT message.
   */
  public int append(int bytes, int address, int port) {
    throw new UnsupportedOperationException("not yet");
  }

  /** Takes datagrams from index {@code size} on away again. */
  public void truncate(int size) {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException("not yet");
  }
}
