package pqagent.crypto.tunnel;

import static pqagent.crypto.tunnel.EpochRules.KEY_BYTES;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Datagrams of several tunnels that are decrypted together: the AEAD takes several packets at once,
 * which need not have one key. To be used by one thread: {@link #begin}, and then in turns
 *
 * <ol>
 *   <li>{@link Tunnel#collect}, which copies the keys of a tunnel's datagrams
 *   <li>{@link #decrypt}, once for all
 *   <li>{@link Tunnel#settle}, for the same datagrams in the same order, which uses the keys up
 * </ol>
 *
 * No tunnel is held from one step to the next: what changed in between, {@code settle} finds out.
 */
public final class OpenBatch {
  /** More datagrams of a tunnel in a row fill the AEAD by themselves. */
  public static final int LONGEST_RUN = 3;

  /** Datagrams that it takes; a multiple of what the AEAD takes at once. */
  public static final int CAPACITY = 64;

  /** What was received. */
  private ByteBuffer buffer = ByteBuffer.allocate(0);

  private int[] offsets = new int[0];
  private int[] lengths = offsets;
  private long nowNanos;

  /** What of it was collected. */
  private final byte[] keys = new byte[CAPACITY * KEY_BYTES];

  private final boolean[] authentic = new boolean[CAPACITY];
  private final int[] collectedOffsets = new int[CAPACITY];
  private final int[] collectedLengths = new int[CAPACITY];
  private final RunCipher cipher = new RunCipher(keys, authentic);
  private int collected;
  private int settled;

  /** From now on it is about these datagrams, laid out as for {@link Tunnel#open}. */
  public void begin(ByteBuffer itsBuffer, int[] itsOffsets, int[] itsLengths, long itsNowNanos) {
    buffer = itsBuffer;
    offsets = itsOffsets;
    lengths = itsLengths;
    nowNanos = itsNowNanos;
  }

  /** Whether one more run finds room. */
  public boolean hasRoom() {
    return collected <= CAPACITY - LONGEST_RUN;
  }

  /**
   * Decrypts in place what was collected, and forgets the keys. The bytes of a forged datagram are
   * lost.
   */
  public void decrypt(Crew crew) {
    try {
      if (collected > 0) {
        cipher.open(crew, buffer, collectedOffsets, collectedLengths, 0, collected);
      }
    } finally {
      Arrays.fill(keys, 0, collected * KEY_BYTES, (byte) 0);
      collected = 0;
      settled = 0;
    }
  }

  long nowNanos() {
    return nowNanos;
  }

  /** Takes datagram i when the chain has its key at hand. */
  boolean add(int i, ReceiveChain chain) {
    if (!TunnelHeader.isTunnelPacket(buffer, offsets[i], lengths[i])) {
      return false;
    }
    ReceiveEpoch epoch = chain.live(TunnelHeader.epoch(buffer, offsets[i]));
    if (epoch == null || !epoch.copyDerivedKey(counter(i), keys, collected * KEY_BYTES)) {
      return false;
    }
    collectedOffsets[collected] = offsets[i];
    collectedLengths[collected] = lengths[i];
    collected++;
    return true;
  }

  /** Forgets the last datagrams that were added. */
  void dropLast(int count) {
    collected -= count;
    Arrays.fill(keys, collected * KEY_BYTES, (collected + count) * KEY_BYTES, (byte) 0);
  }

  /**
   * What became of datagram i, the next in the order in which they were added; uses its key up,
   * unless another datagram did meanwhile.
   */
  OpenResult take(int i, ReceiveChain chain) {
    if (!authentic[settled++]) {
      return OpenResult.FORGED;
    }
    ReceiveEpoch epoch = chain.live(TunnelHeader.epoch(buffer, offsets[i]));
    if (epoch == null) {
      return OpenResult.EPOCH_EXPIRED;
    }
    return epoch.takeDerived(counter(i)) ? OpenResult.OK : OpenResult.REPLAYED;
  }

  /** Passes over the next ones, whose tunnel was closed meanwhile. */
  void skip(int count) {
    settled += count;
  }

  private long counter(int i) {
    return TunnelHeader.counter(buffer, offsets[i]);
  }

  ByteBuffer buffer() {
    return buffer;
  }

  int[] offsets() {
    return offsets;
  }

  int[] lengths() {
    return lengths;
  }
}
