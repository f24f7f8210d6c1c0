package pqagent.bench.crypto;

import java.security.SecureRandom;
import java.util.Random;

/** Gives the same bytes again after each seed: no secrets, and everybody has the same luck. */
public final class SeededRandom extends SecureRandom {
  private static final long serialVersionUID = 1L;

  private final transient Random random;

  public SeededRandom(long seed) {
    random = new Random(seed);
  }

  /** Begins anew. */
  public void restart(long seed) {
    random.setSeed(seed);
  }

  @Override
  public void nextBytes(byte[] bytes) {
    random.nextBytes(bytes);
  }

  @Override
  public int nextInt() {
    return random.nextInt();
  }
}
