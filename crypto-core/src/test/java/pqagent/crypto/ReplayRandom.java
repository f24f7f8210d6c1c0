package pqagent.crypto;

import java.security.SecureRandom;

/** Gives out recorded bytes in order, and fails when they are used up. */
public final class ReplayRandom extends SecureRandom {
  private final byte[] recorded;
  private int used;

  public ReplayRandom(byte[] recorded) {
    this.recorded = recorded;
  }

  @Override
  public void nextBytes(byte[] bytes) {
    if (bytes.length > unused()) {
      throw new IllegalStateException("more randomness drawn than was recorded");
    }
    System.arraycopy(recorded, used, bytes, 0, bytes.length);
    used += bytes.length;
  }

  /** Little-endian, as the C libraries read what they draw. */
  @Override
  public int nextInt() {
    byte[] four = new byte[4];
    nextBytes(four);
    return (four[0] & 255) | (four[1] & 255) << 8 | (four[2] & 255) << 16 | four[3] << 24;
  }

  /** Bytes nobody asked for yet. */
  public int unused() {
    return recorded.length - used;
  }
}
