package pqagent.crypto.tunnel;

import static pqagent.crypto.tunnel.EpochRules.BLOCK_BYTES;
import static pqagent.crypto.tunnel.EpochRules.BLOCK_KEYS;
import static pqagent.crypto.tunnel.EpochRules.KEY_BYTES;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import pqagent.crypto.primitive.KeyStream;

/**
 * The continuation of an epoch's chain, tried but not believed: the epoch itself moves only when a
 * packet under one of these keys has authenticated. It is kept for the rest of a call, so that many
 * forged counters cost the steps of one.
 */
final class Lookahead {
  private final byte[] startChain = new byte[KEY_BYTES];
  private byte[] blocks = new byte[8 * BLOCK_BYTES];
  private @Nullable ReceiveEpoch owner;

  /** Counter of the first key of block 0. */
  private long origin;

  /** Blocks from here to {@link #count} hold keys; those before were handed over. */
  private int first;

  private int count;

  /** Continues this epoch's chain from where it stands. */
  void bind(ReceiveEpoch epoch) {
    if (owner == epoch && first < count) {
      return;
    }
    wipe();
    owner = epoch;
    origin = epoch.end();
    epoch.copyChain(startChain);
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
