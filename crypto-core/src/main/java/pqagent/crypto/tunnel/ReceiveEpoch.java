package pqagent.crypto.tunnel;

import static pqagent.crypto.tunnel.EpochRules.BLOCK_BYTES;
import static pqagent.crypto.tunnel.EpochRules.BLOCK_KEYS;
import static pqagent.crypto.tunnel.EpochRules.KEY_BYTES;
import static pqagent.crypto.tunnel.EpochRules.MAX_AHEAD;
import static pqagent.crypto.tunnel.EpochRules.PACKETS_PER_EPOCH;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One epoch of a receive chain: the keys of its newest 18 packets, those of packets passed over
 * before, and the chain key behind them.
 *
 * <pre>
 *   counters   0 ................ end-18 ......... end ............ end + MAX_AHEAD
 *              opened, or skipped |  the block     |  by Lookahead  | too far ahead
 * </pre>
 */
final class ReceiveEpoch {
  private static final int ALL_KEYS = (1 << BLOCK_KEYS) - 1;

  /** No epoch has it. */
  private static final int NO_NUMBER = -1;

  private int number = NO_NUMBER;
  private long beganNanos;

  /** The chain key, and behind it the block's keys once the epoch was used. */
  private byte[] block = new byte[KEY_BYTES];

  /** Bit k: key k of the block was not used yet. */
  private int unused;

  private long end;
  private @Nullable SkippedKeys skipped;

  /** From now on this is another epoch; copies its chain key. Call it when new or erased. */
  void begin(int itsNumber, long itsBeganNanos, byte[] chain, int chainOffset) {
    number = itsNumber;
    beganNanos = itsBeganNanos;
    end = 0;
    System.arraycopy(chain, chainOffset, block, 0, KEY_BYTES);
  }

  int number() {
    return number;
  }

  long beganNanos() {
    return beganNanos;
  }

  /** The first counter whose key was not derived. */
  long end() {
    return end;
  }

  void copyChain(byte[] out) {
    System.arraycopy(block, 0, out, 0, KEY_BYTES);
  }

  /**
   * Copies the key for a counter and changes nothing: OK, REPLAYED or TOO_FAR_AHEAD. The lookahead
   * must be bound to this epoch.
   */
  OpenResult copyKey(long counter, Lookahead ahead, byte[] out, int outOffset) {
    if (counter >= end) {
      if (counter >= end + MAX_AHEAD) {
        return OpenResult.TOO_FAR_AHEAD;
      }
      ahead.copyKey(counter, out, outOffset);
      return OpenResult.OK;
    }
    return copyDerivedKey(counter, out, outOffset) ? OpenResult.OK : OpenResult.REPLAYED;
  }

  /** Copies the key for a counter and changes nothing; false when it is used up, or still ahead. */
  boolean copyDerivedKey(long counter, byte[] out, int outOffset) {
    long bit = counter - (end - BLOCK_KEYS);
    if (bit < 0) {
      return skipped != null && skipped.copy(counter, out, outOffset);
    }
    if (!isUnused(bit)) {
      return false;
    }
    System.arraycopy(block, keyOffset((int) bit), out, outOffset, KEY_BYTES);
    return true;
  }

  /** Reads where the key for a counter is. Any thread: what is there may change meanwhile. */
  long touch(long counter) {
    byte[] keys = block;
    int at = keyOffset((int) (counter - (end - BLOCK_KEYS)));
    return at >= 0 && at < keys.length ? keys[at] : keys[0];
  }

  /** Uses up the key that {@link #copyKey} gave: its packet has authenticated. */
  void take(long counter, Lookahead ahead) {
    if (counter >= end && ahead.start() > end) {
      passOver(ahead.start());
    }
    while (counter >= end) {
      advance(ahead);
    }
    takeDerived(counter);
  }

  /**
   * Uses up the key that {@link #copyDerivedKey} gave; false when another packet did in between.
   */
  boolean takeDerived(long counter) {
    long bit = counter - (end - BLOCK_KEYS);
    if (bit < 0) {
      return skipped != null && skipped.take(counter);
    }
    if (!isUnused(bit)) {
      return false;
    }
    int at = keyOffset((int) bit);
    Arrays.fill(block, at, at + KEY_BYTES, (byte) 0);
    unused &= ~(1 << bit);
    return true;
  }

  /** Whether it has room for a block's keys, which it gets with its first packet. */
  boolean hasRoom() {
    return block.length == BLOCK_BYTES;
  }

  /** Leaves no trace of the epoch but its room. */
  void erase() {
    eraseKeys();
    number = NO_NUMBER;
    beganNanos = 0;
    end = PACKETS_PER_EPOCH;
  }

  private void eraseKeys() {
    Arrays.fill(block, (byte) 0);
    unused = 0;
    if (skipped != null) {
      skipped.erase();
      skipped = null;
    }
  }

  /** Leaves everything before a far start behind. */
  private void passOver(long start) {
    eraseKeys();
    end = start;
  }

  private void advance(Lookahead ahead) {
    for (int bits = unused; bits != 0; bits &= bits - 1) {
      int bit = Integer.numberOfTrailingZeros(bits);
      if (skipped == null) {
        skipped = new SkippedKeys();
      }
      skipped.add(end - BLOCK_KEYS + bit, block, keyOffset(bit));
    }
    if (!hasRoom()) {
      Arrays.fill(block, (byte) 0);
      block = new byte[BLOCK_BYTES];
    }
    ahead.pop(block);
    unused = ALL_KEYS;
    end += BLOCK_KEYS;
  }

  /** Whether a key from the block's first on is in the block, and was not used. */
  private boolean isUnused(long bit) {
    return bit < BLOCK_KEYS && (unused & (1 << bit)) != 0;
  }

  private static int keyOffset(int bit) {
    return (1 + bit) * KEY_BYTES;
  }
}
