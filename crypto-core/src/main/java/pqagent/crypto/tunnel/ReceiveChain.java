package pqagent.crypto.tunnel;

import static pqagent.crypto.tunnel.EpochRules.EPOCH_NANOS;
import static pqagent.crypto.tunnel.EpochRules.KEY_BYTES;
import static pqagent.crypto.tunnel.EpochRules.LIFE_NANOS;
import static pqagent.crypto.tunnel.EpochRules.LIVE_EPOCHS;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import pqagent.crypto.primitive.KeyStream;

/**
 * The epochs under which packets are received: it follows the sender's, keeps five at most, and
 * erases each 120 s after it began (PROTOCOL.md section 6). Owned by the opening thread.
 *
 * <p>An epoch that was received first began then; one that was passed over began 30 s after the one
 * before it, but not later than now. The deployed receiver counts a passed-over epoch from the
 * moment it made it, and so refuses newer ones for a while when a sender jumped; this one has room
 * in time. When five epochs are alive, the oldest goes 30 s before its time for a new one, never
 * earlier: a sender that runs ahead of the clock is not followed.
 */
final class ReceiveChain {
  private static final int MAX_STEPS = LIVE_EPOCHS - 1;
  private static final long EARLIEST_EVICTION_NANOS = LIFE_NANOS - EPOCH_NANOS;

  /** Epoch e is at {@code e % 5}. */
  private final @Nullable ReceiveEpoch[] epochs = new ReceiveEpoch[LIVE_EPOCHS];

  /**
   * An erased one, to be begun again. A new one each time would leave the old one as garbage that
   * only a collection of the whole heap finds.
   */
  private @Nullable ReceiveEpoch spare;

  /** No later than when the oldest live epoch began. */
  private long oldestBeganNanos;

  /** The root of the epoch behind the newest. */
  private final byte[] nextRoot = new byte[KEY_BYTES];

  private volatile int newest;
  private volatile long newestBeganNanos;

  /** Copies the root. */
  ReceiveChain(byte[] root, int epoch, long nowNanos) {
    byte[] ratchet = new byte[2 * KEY_BYTES];
    KeyStream.derive(2, root, 0, ratchet, 0);
    oldestBeganNanos = nowNanos;
    begin(newEpoch(epoch, nowNanos, ratchet), ratchet);
    Arrays.fill(ratchet, (byte) 0);
  }

  /** The highest epoch whose packets authenticated. Any thread. */
  int newest() {
    return newest;
  }

  /** When the newest epoch began. Any thread. */
  long newestBeganNanos() {
    return newestBeganNanos;
  }

  boolean isDead(long nowNanos) {
    return nowNanos - newestBeganNanos >= LIFE_NANOS;
  }

  /** Erases what is too old. Looks at the epochs only when one may be. */
  void expire(long nowNanos) {
    if (nowNanos - oldestBeganNanos < LIFE_NANOS) {
      return;
    }
    long oldestAge = 0;
    for (int i = 0; i < LIVE_EPOCHS; i++) {
      ReceiveEpoch epoch = epochs[i];
      if (epoch == null) {
        continue;
      }
      long age = nowNanos - epoch.beganNanos();
      if (age >= LIFE_NANOS) {
        epochs[i] = null;
        discard(epoch);
      } else {
        oldestAge = Math.max(oldestAge, age);
      }
    }
    oldestBeganNanos = nowNanos - oldestAge;
    if (isDead(nowNanos)) {
      Arrays.fill(nextRoot, (byte) 0);
    }
  }

  @Nullable ReceiveEpoch live(int number) {
    ReceiveEpoch epoch = epochs[number % LIVE_EPOCHS];
    return epoch != null && epoch.number() == number ? epoch : null;
  }

  /** What to say of an epoch that is not live: OK when it may begin now. */
  OpenResult mayBegin(int number, long nowNanos) {
    if (number <= newest) {
      return OpenResult.EPOCH_EXPIRED;
    }
    if (number - newest > MAX_STEPS) {
      return OpenResult.EPOCH_TOO_NEW;
    }
    for (ReceiveEpoch epoch : epochs) {
      if (epoch != null
          && epoch.number() <= number - LIVE_EPOCHS
          && nowNanos - epoch.beganNanos() < EARLIEST_EVICTION_NANOS) {
        return OpenResult.EPOCH_TOO_NEW;
      }
    }
    return OpenResult.OK;
  }

  /** Makes an epoch that {@link #mayBegin}, on trial: the chain does not change. */
  ReceiveEpoch tentative(int number, long nowNanos, byte[] ratchet) {
    System.arraycopy(nextRoot, 0, ratchet, 0, KEY_BYTES);
    for (int at = newest; at < number; at++) {
      KeyStream.derive(2, ratchet, 0, ratchet, 0);
    }
    ReceiveEpoch epoch = newEpoch(number, nowNanos, ratchet);
    Arrays.fill(ratchet, (byte) 0);
    return epoch;
  }

  /** Erases an epoch that is not live, such as one that was only tried. */
  void discard(ReceiveEpoch epoch) {
    epoch.erase();
    if (epoch.hasRoom()) {
      spare = epoch;
    }
  }

  /** Moves on to a tentative epoch: a packet in it has authenticated. */
  void moveTo(ReceiveEpoch epoch, long nowNanos, byte[] ratchet) {
    System.arraycopy(nextRoot, 0, ratchet, 0, KEY_BYTES);
    while (newest + 1 < epoch.number()) {
      KeyStream.derive(2, ratchet, 0, ratchet, 0);
      long beganNanos = newestBeganNanos + Math.min(nowNanos - newestBeganNanos, EPOCH_NANOS);
      begin(newEpoch(newest + 1, beganNanos, ratchet), ratchet);
    }
    KeyStream.derive(2, ratchet, 0, ratchet, 0);
    begin(epoch, ratchet);
    Arrays.fill(ratchet, (byte) 0);
  }

  /** Copies the root of an epoch behind the newest, without moving. */
  void copyRoot(int epoch, byte[] out) {
    System.arraycopy(nextRoot, 0, out, 0, KEY_BYTES);
    for (int at = newest + 1; at < epoch; at++) {
      KeyStream.derive(1, out, 0, out, 0);
    }
  }

  void erase() {
    for (ReceiveEpoch epoch : epochs) {
      if (epoch != null) {
        epoch.erase();
      }
    }
    Arrays.fill(epochs, null);
    spare = null;
    Arrays.fill(nextRoot, (byte) 0);
  }

  /** With the chain key behind the root in a ratchet. */
  private ReceiveEpoch newEpoch(int number, long beganNanos, byte[] ratchet) {
    ReceiveEpoch epoch = spare == null ? new ReceiveEpoch() : spare;
    spare = null;
    epoch.begin(number, beganNanos, ratchet, KEY_BYTES);
    return epoch;
  }

  private void begin(ReceiveEpoch epoch, byte[] ratchet) {
    int place = epoch.number() % LIVE_EPOCHS;
    ReceiveEpoch evicted = epochs[place];
    epochs[place] = epoch;
    if (evicted != null) {
      discard(evicted);
    }
    System.arraycopy(ratchet, 0, nextRoot, 0, KEY_BYTES);
    newestBeganNanos = epoch.beganNanos();
    newest = epoch.number();
  }
}
