package pqagent.crypto.handshake;

/**
 * Remembers every accepted first ciphertext for as long as a slot lives, exactly, up to a capacity.
 * Thread-safe.
 */
public final class ReplayFilter {
  public ReplayFilter(int capacity) {
    throw new UnsupportedOperationException("not yet");
  }
}
