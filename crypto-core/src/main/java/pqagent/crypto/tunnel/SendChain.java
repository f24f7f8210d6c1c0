package pqagent.crypto.tunnel;

import static pqagent.crypto.tunnel.EpochRules.BLOCK_BYTES;
import static pqagent.crypto.tunnel.EpochRules.BLOCK_KEYS;
import static pqagent.crypto.tunnel.EpochRules.EPOCH_NANOS;
import static pqagent.crypto.tunnel.EpochRules.KEY_BYTES;
import static pqagent.crypto.tunnel.EpochRules.LAST_EPOCH;
import static pqagent.crypto.tunnel.EpochRules.LIFE_NANOS;
import static pqagent.crypto.tunnel.EpochRules.LIVE_EPOCHS;
import static pqagent.crypto.tunnel.EpochRules.MARGIN_NANOS;
import static pqagent.crypto.tunnel.EpochRules.REQUEST_NANOS;

import java.nio.ByteBuffer;
import java.util.Arrays;
import pqagent.crypto.primitive.KeyStream;

/**
 * The epoch under which packets are sent, and when the next begins (PROTOCOL.md section 6). Owned
 * by the sealing thread.
 *
 * <p><b>By the clock</b>: the next epoch begins with the first packet more than 30 s after the
 * nominal start of this one, which is the nominal end of the one before. After a pause of an epoch
 * or more it is <b>one</b> epoch further, nominally begun now, where the deployed sender jumps to
 * the clock's epoch. Both are understood: a receiver erases an epoch 120 s after it first saw it,
 * whatever its number, and makes the next one when a packet of it comes; so whenever a jump would
 * be accepted, a single step is. But the deployed receiver makes passed-over epochs at the moment
 * of the jump, gives each 120 s from then, and with five stored refuses newer ones: after a jump of
 * three epochs it is deaf for some 40 s. Single steps never fill its places.
 *
 * <p><b>With the peer</b>: a later epoch received moves the sender to it at once.
 *
 * <p><b>By request</b>, once in 30 s: the deployed receiver stops within an epoch after 90 losses.
 *
 * <p>Whatever asks for it, a new epoch waits while the peer may still store five: those begun here
 * in the last 120 s. A packet of the current epoch is accepted there meanwhile. The exception is a
 * cookie: a peer that sends one has forgotten its epochs.
 */
final class SendChain {
  private final byte[] nextRoot = new byte[KEY_BYTES];

  /** The chain key, then the keys of the current 18 packets; used keys are zeros. */
  private final byte[] block = new byte[BLOCK_BYTES];

  /** When epoch e really began, at {@code e % 5}. */
  private final long[] begunNanos = new long[LIVE_EPOCHS];

  private final long packetsPerEpoch;
  private final int firstEpoch;
  private volatile int epoch;
  private int nextKey;
  private long counter;
  private long nominalStartNanos;
  private long requestObeyedNanos;
  private boolean stays;

  /** Copies the root. */
  SendChain(byte[] root, int firstEpoch, long nowNanos, long packetsPerEpoch) {
    this.firstEpoch = firstEpoch;
    this.packetsPerEpoch = packetsPerEpoch;
    System.arraycopy(root, 0, nextRoot, 0, KEY_BYTES);
    requestObeyedNanos = nowNanos - REQUEST_NANOS;
    begin(firstEpoch, nowNanos, nowNanos);
  }

  /** The current epoch. Any thread. */
  int epoch() {
    return epoch;
  }

  /** Whether the last epoch of all is over. */
  boolean isExhausted(long nowNanos) {
    return epoch == LAST_EPOCH && nowNanos - nominalStartNanos > EPOCH_NANOS;
  }

  /** Begins the epochs that the peer, a request and the clock ask for, as far as it may. */
  void advance(long nowNanos, int peerEpoch, int cookieEpoch, boolean requested) {
    while (epoch < cookieEpoch) {
      begin(epoch + 1, nowNanos, nowNanos);
    }
    while (epoch < peerEpoch && mayBegin(nowNanos)) {
      begin(epoch + 1, nowNanos, nowNanos);
    }
    long elapsedNanos = nowNanos - nominalStartNanos;
    if (elapsedNanos > EPOCH_NANOS) {
      boolean paused = elapsedNanos > 2 * EPOCH_NANOS;
      beginIfMay(nowNanos, paused ? nowNanos : nominalStartNanos + EPOCH_NANOS);
    } else if (requested
        && nowNanos - requestObeyedNanos >= REQUEST_NANOS
        && beginIfMay(nowNanos, nowNanos)) {
      requestObeyedNanos = nowNanos;
    }
  }

  /** Writes headers and seals; returns how many. */
  int seal(
      Crew crew,
      TunnelId id,
      ByteBuffer buffer,
      int[] offsets,
      int[] lengths,
      int from,
      int to,
      long nowNanos) {
    Scratch scratch = Scratch.current();
    int i = from;
    while (i < to) {
      int count = (int) Math.min(Math.min(to - i, Scratch.RUN), packetsPerEpoch - counter);
      if (count == 0) {
        if (!beginIfMay(nowNanos, nowNanos)) {
          break;
        }
        continue;
      }
      try {
        for (int k = 0; k < count; k++) {
          TunnelHeader.write(buffer, offsets[i + k], id, epoch, counter);
          takeKey(scratch.keys, k * KEY_BYTES);
        }
        scratch.cipher.seal(crew, buffer, offsets, lengths, i, i + count);
      } finally {
        scratch.wipeKeys(count);
      }
      i += count;
    }
    return i - from;
  }

  /** Goes to this epoch and no further. */
  void stayIn(int lastEpoch, long nowNanos) {
    while (epoch < lastEpoch) {
      begin(epoch + 1, nowNanos, nowNanos);
    }
    stays = true;
  }

  /** Copies the root of the epoch behind the current one. */
  void copyNextRoot(byte[] out) {
    System.arraycopy(nextRoot, 0, out, 0, KEY_BYTES);
  }

  void erase() {
    Arrays.fill(nextRoot, (byte) 0);
    Arrays.fill(block, (byte) 0);
  }

  private boolean beginIfMay(long nowNanos, long nominalStart) {
    if (!mayBegin(nowNanos)) {
      return false;
    }
    begin(epoch + 1, nowNanos, nominalStart);
    return true;
  }

  private boolean mayBegin(long nowNanos) {
    if (stays || epoch == LAST_EPOCH) {
      return false;
    }
    int place = (epoch + 1) % LIVE_EPOCHS;
    return epoch + 1 - LIVE_EPOCHS < firstEpoch
        || nowNanos - begunNanos[place] >= LIFE_NANOS + MARGIN_NANOS;
  }

  private void begin(int number, long nowNanos, long nominalStart) {
    System.arraycopy(nextRoot, 0, block, 0, KEY_BYTES);
    KeyStream.derive(2, block, 0, block, 0);
    System.arraycopy(block, 0, nextRoot, 0, KEY_BYTES);
    System.arraycopy(block, KEY_BYTES, block, 0, KEY_BYTES);
    Arrays.fill(block, KEY_BYTES, BLOCK_BYTES, (byte) 0);
    nextKey = BLOCK_KEYS;
    counter = 0;
    nominalStartNanos = nominalStart;
    begunNanos[number % LIVE_EPOCHS] = nowNanos;
    epoch = number;
  }

  private void takeKey(byte[] out, int outOffset) {
    if (nextKey == BLOCK_KEYS) {
      KeyStream.derive(1 + BLOCK_KEYS, block, 0, block, 0);
      nextKey = 0;
    }
    int at = (1 + nextKey) * KEY_BYTES;
    System.arraycopy(block, at, out, outOffset, KEY_BYTES);
    Arrays.fill(block, at, at + KEY_BYTES, (byte) 0);
    nextKey++;
    counter++;
  }
}
