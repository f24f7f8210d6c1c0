package pqagent.crypto.key;

import java.security.SecureRandom;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A server's ephemeral key pairs, one for each 30 s slot of wall-clock time, made just in time and
 * erased 120 s after the slot's start (PROTOCOL.md section 4). Thread-safe.
 */
public final class SlotKeys implements AutoCloseable {
  public static final int SLOT_SECONDS = 30;
  public static final int LIFETIME_SECONDS = 120;

  /** The next slot's keys are made when it is at most this far away. */
  private static final int AHEAD_SECONDS = 5;

  private final SecureRandom random;
  private final NavigableMap<Long, Slot> slots = new TreeMap<>();
  private boolean closed;

  public SlotKeys(SecureRandom random) {
    this.random = random;
  }

  /**
   * Makes the current slot's keys, and the next one's when it is close; erases the expired. Call it
   * about once a second.
   */
  public synchronized void advance(long epochSeconds) {
    if (closed) {
      return;
    }
    erase(epochSeconds);
    makeIfMissing(slotStart(epochSeconds));
    makeIfMissing(slotStart(epochSeconds + AHEAD_SECONDS));
  }

  /**
   * The current slot's public keys, made when missing. IllegalStateException when it was closed.
   */
  public synchronized SlotPublicKeys current(long epochSeconds) {
    if (closed) {
      throw new IllegalStateException("the slot keys are closed");
    }
    erase(epochSeconds);
    return makeIfMissing(slotStart(epochSeconds)).publicKeys();
  }

  /**
   * The secrets of every slot that has begun and is not expired, for the handshake to try: newest
   * first. Copies, which the caller closes; empty when this was closed.
   */
  public synchronized List<SlotSecrets> live(long epochSeconds) {
    erase(epochSeconds);
    return slots.headMap(epochSeconds, true).descendingMap().values().stream()
        .map(Slot::copySecrets)
        .toList();
  }

  /** Slots further ahead than the next one are left over from a clock that was put back. */
  private void erase(long epochSeconds) {
    clear(slots.headMap(epochSeconds - LIFETIME_SECONDS, true));
    clear(slots.tailMap(epochSeconds + SLOT_SECONDS, false));
  }

  private static void clear(NavigableMap<Long, Slot> part) {
    part.values().forEach(slot -> slot.secrets().close());
    part.clear();
  }

  private Slot makeIfMissing(long startSeconds) {
    return slots.computeIfAbsent(startSeconds, start -> Slot.generate(start, random));
  }

  private static long slotStart(long epochSeconds) {
    return Math.floorDiv(epochSeconds, SLOT_SECONDS) * SLOT_SECONDS;
  }

  @Override
  public synchronized void close() {
    clear(slots);
    closed = true;
  }
}
