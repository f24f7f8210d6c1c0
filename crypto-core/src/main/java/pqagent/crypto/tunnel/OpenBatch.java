package pqagent.crypto.tunnel;

import static pqagent.crypto.tunnel.EpochRules.KEY_BYTES;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Datagrams of several tunnels that are decrypted together: the AEAD takes several packets at once,
 * which need not have one key. To be used by one thread, in turns of
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

  private final byte[] keys = new byte[CAPACITY * KEY_BYTES];
  private final boolean[] authentic = new boolean[CAPACITY];
  private final int[] offsets = new int[CAPACITY];
  private final int[] lengths = new int[CAPACITY];
  private final RunCipher cipher = new RunCipher(keys, authentic);
  private int collected;
  private int settled;

  /** Whether one more run finds room. */
  public boolean hasRoom() {
    return collected <= CAPACITY - LONGEST_RUN;
  }

  /**
   * Decrypts in place what was collected, and forgets the keys. The bytes of a forged datagram are
   * lost.
   */
  public void decrypt(Crew crew, ByteBuffer buffer) {
    try {
      if (collected > 0) {
        cipher.open(crew, buffer, offsets, lengths, 0, collected);
      }
    } finally {
      Arrays.fill(keys, 0, collected * KEY_BYTES, (byte) 0);
      collected = 0;
      settled = 0;
    }
  }

  /** Takes a datagram when its epoch has the key at hand. */
  boolean add(ReceiveEpoch epoch, long counter, int offset, int length) {
    if (!epoch.copyDerivedKey(counter, keys, collected * KEY_BYTES)) {
      return false;
    }
    offsets[collected] = offset;
    lengths[collected] = length;
    collected++;
    return true;
  }

  /** Forgets the last datagrams that were added. */
  void dropLast(int count) {
    collected -= count;
    Arrays.fill(keys, collected * KEY_BYTES, (collected + count) * KEY_BYTES, (byte) 0);
  }

  /** Whether the next datagram, in the order in which they were added, was authentic. */
  boolean nextIsAuthentic() {
    return authentic[settled++];
  }
}
