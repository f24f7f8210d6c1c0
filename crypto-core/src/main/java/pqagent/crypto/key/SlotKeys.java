package pqagent.crypto.key;

import java.security.SecureRandom;
import java.util.List;

/**
 * A server's ephemeral key pairs, one for each 30 s slot of wall-clock time, made just in time and
 * erased 120 s after the slot's start (PROTOCOL.md section 4). Thread-safe.
 */
public final class SlotKeys implements AutoCloseable {
  public static final int SLOT_SECONDS = 30;
  public static final int LIFETIME_SECONDS = 120;

  public SlotKeys(SecureRandom random) {
    throw new UnsupportedOperationException("not yet");
  }

  /**
   * Makes the current slot's keys, and the next one's when it is close; erases the expired. Call it
   * about once a second.
   */
  public void advance(long epochSeconds) {
    throw new UnsupportedOperationException("not yet");
  }

  /** The current slot's public keys, made when missing. */
  public SlotPublicKeys current(long epochSeconds) {
    throw new UnsupportedOperationException("not yet");
  }

  /** The secrets of every slot that is not expired, for the handshake to try: newest first. */
  public List<SlotSecrets> live(long epochSeconds) {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException("not yet");
  }
}
