package pqagent.crypto.tunnel;

import static pqagent.crypto.tunnel.EpochRules.BLOCK_BYTES;
import static pqagent.crypto.tunnel.EpochRules.BLOCK_KEYS;
import static pqagent.crypto.tunnel.EpochRules.KEY_BYTES;
import static pqagent.crypto.tunnel.EpochRules.MAX_AHEAD;
import static pqagent.crypto.tunnel.EpochRules.MAX_SKIPPED;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import pqagent.crypto.primitive.KeyStream;

/**
 * The continuation of an epoch's chain, tried but not believed: the epoch itself moves only when a
 * packet under one of these keys has authenticated. It is kept for the rest of a call, so that many
 * forged counters cost the steps of one.
 */
final class Lookahead {
  private static final int KEPT_BLOCKS = MAX_SKIPPED / BLOCK_KEYS;

  private final byte[] startChain = new byte[KEY_BYTES];
  private byte[] blocks = new byte[8 * BLOCK_BYTES];
  private @Nullable ReceiveEpoch owner;

  /** Its number: an epoch that was only tried may be another one the next time. */
  private int ownerNumber;

  /** Counter of the first key of block 0. */
  private long origin;

  /** Blocks from here to {@link #count} hold keys; those before were handed over. */
  private int first;

  private int count;

  /** Continues this epoch's chain from where it stands. */
  void bind(ReceiveEpoch epoch) {
    if (isOf(epoch) && start() == epoch.end() && first < count) {
      return;
    }
    restart(epoch);
  }

  private boolean isOf(ReceiveEpoch epoch) {
    return owner == epoch && ownerNumber == epoch.number();
  }

  /**
   * Whether a counter is so far ahead of an epoch's end that not every key up to it would be kept,
   * but not too far.
   */
  static boolean isFar(ReceiveEpoch epoch, long counter) {
    long distance = counter - epoch.end();
    return distance < MAX_AHEAD && distance / BLOCK_KEYS > KEPT_BLOCKS;
  }

  /** Continues an epoch's chain from a start that leaves the newest keys before a far counter. */
  void jump(ReceiveEpoch epoch, long counter) {
    restart(epoch);
    long passed = (counter - origin) / BLOCK_KEYS - KEPT_BLOCKS;
    for (long block = 0; block < passed; block++) {
      KeyStream.derive(1, startChain, 0, startChain, 0);
    }
    origin += passed * BLOCK_KEYS;
  }

  /** Counter of the first key that was not handed over. */
  long start() {
    return origin + (long) first * BLOCK_KEYS;
  }

  /** Copies the key of a counter at or behind the epoch's end, deriving up to it. */
  void copyKey(long counter, byte[] out, int outOffset) {
    int block = (int) ((counter - origin) / BLOCK_KEYS);
    while (count <= block) {
      step();
    }
    int key = 1 + (int) ((counter - origin) % BLOCK_KEYS);
    System.arraycopy(blocks, block * BLOCK_BYTES + key * KEY_BYTES, out, outOffset, KEY_BYTES);
  }

  /** Hands the first block over to its epoch. */
  void pop(byte[] block) {
    int at = first * BLOCK_BYTES;
    System.arraycopy(blocks, at, block, 0, BLOCK_BYTES);
    Arrays.fill(blocks, at, at + BLOCK_BYTES, (byte) 0);
    first++;
  }

  void wipe() {
    Arrays.fill(startChain, (byte) 0);
    Arrays.fill(blocks, 0, count * BLOCK_BYTES, (byte) 0);
    owner = null;
    first = 0;
    count = 0;
  }

  private void restart(ReceiveEpoch epoch) {
    wipe();
    owner = epoch;
    ownerNumber = epoch.number();
    origin = epoch.end();
    epoch.copyChain(startChain);
  }

  private void step() {
    int at = count * BLOCK_BYTES;
    if (at == blocks.length) {
      byte[] larger = Arrays.copyOf(blocks, 2 * blocks.length);
      Arrays.fill(blocks, (byte) 0);
      blocks = larger;
    }
    if (count == 0) {
      KeyStream.derive(1 + BLOCK_KEYS, startChain, 0, blocks, at);
    } else {
      KeyStream.derive(1 + BLOCK_KEYS, blocks, at - BLOCK_BYTES, blocks, at);
    }
    count++;
  }
}
