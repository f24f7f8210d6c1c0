package pqagent.nfqueue;

import java.nio.ByteBuffer;

/** One NFQUEUE (libnetfilter_queue). One thread receives and gives verdicts. */
public final class PacketQueue implements AutoCloseable {
  /**
   * {@code gso}: take super-packets whole (NFQA_CFG_F_GSO). {@code failOpen}: what overflows is
   * accepted (NFQA_CFG_F_FAIL_OPEN). {@code maxLength}: packets the kernel holds.
   */
  public record Options(boolean gso, boolean failOpen, int maxLength) {}

  /**
   * Binds to a queue number. LinuxException: EPERM without CAP_NET_ADMIN, EBUSY when another
   * process has the queue. Receive times out after 200 ms.
   */
  public static PacketQueue open(int number, Options options) {
    throw new UnsupportedOperationException("not yet");
  }

  /**
   * Waits up to the time-out for a packet, takes all that are there. Returns the number of packets,
   * 0 on time-out.
   */
  public int receive(PacketBatch batch) {
    throw new UnsupportedOperationException("not yet");
  }

  /**
   * One verdict for every packet of the batch, in one message. Also good after single verdicts for
   * some of them.
   */
  public void verdict(PacketBatch batch, Verdict verdict) {
    throw new UnsupportedOperationException("not yet");
  }

  /** A verdict for one packet, with other bytes in its place. */
  public void accept(int id, ByteBuffer packet, int offset, int length) {
    throw new UnsupportedOperationException("not yet");
  }

  /** Packets that never reached this program since open, counted from gaps in the ids. */
  public long missedPackets() {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException("not yet");
  }
}
