package pqagent.crypto.tunnel;

import java.util.Arrays;
import pqagent.crypto.primitive.ChaCha20Poly1305;

/**
 * What one thread needs to seal and open, for however many tunnels: it holds keys only while a call
 * lasts.
 */
final class Scratch {
  /** Packets whose keys are taken at once: enough for a crew to share. */
  static final int RUN = 256;

  private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);

  final ChaCha20Poly1305 aead = new ChaCha20Poly1305();
  final byte[] keys = new byte[RUN * EpochRules.KEY_BYTES];
  final long[] counters = new long[RUN];
  final boolean[] authentic = new boolean[RUN];
  final RunCipher cipher = new RunCipher(keys, authentic);

  /** What this thread does of a run, its own or another's. */
  final byte[] partKeys = new byte[RUN * EpochRules.KEY_BYTES];

  final boolean[] partAuthentic = new boolean[RUN];

  /** Roots and first chain keys of epochs that are only tried. */
  final byte[] ratchet = new byte[2 * EpochRules.KEY_BYTES];

  final Lookahead ahead = new Lookahead();

  private Scratch() {}

  static Scratch current() {
    return OF_THREAD.get();
  }

  void wipeKeys(int count) {
    Arrays.fill(keys, 0, count * EpochRules.KEY_BYTES, (byte) 0);
  }
}
