package pqagent.crypto.tunnel;

import java.nio.ByteBuffer;
import pqagent.crypto.handshake.TunnelSecrets;

/**
 * One tunnel: a send chain and a receive chain (PROTOCOL.md section 6). Sealing belongs to one
 * thread and opening to one thread, which may be different ones; close may be called by any. Time
 * is passed in as nanoseconds of a monotonic clock.
 */
public final class Tunnel implements AutoCloseable {

  /** The client's end; uses the secrets up. */
  public static Tunnel initiated(TunnelSecrets secrets, long nowNanos) {
    throw new UnsupportedOperationException("not yet");
  }

  /** The server's end; uses the secrets up. */
  public static Tunnel accepted(TunnelSecrets secrets, long nowNanos) {
    throw new UnsupportedOperationException("not yet");
  }

  public TunnelId id() {
    throw new UnsupportedOperationException("not yet");
  }

  /**
   * Seals datagrams {@code from} (inclusive) to {@code to} (exclusive) in place: datagram i is
   * {@code lengths[i]} bytes at {@code offsets[i]}: 40 bytes for the header, which this writes, the
   * inner packet, 16 bytes for the tag. Returns how many from the first on were sealed (fewer only
   * when the tunnel is closed or its counters are used up).
   */
  public int seal(
      ByteBuffer buffer, int[] offsets, int[] lengths, int from, int to, long nowNanos) {
    throw new UnsupportedOperationException("not yet");
  }

  /**
   * Opens datagrams in place; {@code results[i]} says what became of each. The inner packet of
   * datagram i then is lengths[i] - 56 bytes at offsets[i] + 40.
   */
  public void open(
      ByteBuffer buffer,
      int[] offsets,
      int[] lengths,
      int from,
      int to,
      long nowNanos,
      OpenResult[] results) {
    throw new UnsupportedOperationException("not yet");
  }

  /** Packets sealed since the start. Any thread. */
  public long sealedPackets() {
    throw new UnsupportedOperationException("not yet");
  }

  /** Packets opened since the start. Any thread. */
  public long openedPackets() {
    throw new UnsupportedOperationException("not yet");
  }

  /**
   * When a packet last authenticated, or when the tunnel began (nanoseconds, the caller's clock).
   * Any thread.
   */
  public long lastOpenedNanos() {
    throw new UnsupportedOperationException("not yet");
  }

  /** When a packet was last sealed, or when the tunnel began. Any thread. */
  public long lastSealedNanos() {
    throw new UnsupportedOperationException("not yet");
  }

  /**
   * Asks the send chain to begin a new epoch before its next packet (INTEROP.md: when nothing comes
   * back). At most one in 30 s is obeyed. Any thread.
   */
  public void requestNewEpoch() {
    throw new UnsupportedOperationException("not yet");
  }

  /** Whether nothing was opened for 120 s, or it was closed. Any thread. */
  public boolean isDead(long nowNanos) {
    throw new UnsupportedOperationException("not yet");
  }

  /** Zeroes all keys as soon as the owning threads let go of them. */
  @Override
  public void close() {
    throw new UnsupportedOperationException("not yet");
  }
}
