package pqagent.crypto.tunnel;

import java.util.Arrays;
import pqagent.crypto.primitive.ChaCha20Poly1305;

/**
 * What one thread needs to seal and open, for however many tunnels: it holds keys only while a call
 * lasts.
 */
final class Scratch {
  /** Packets given to the AEAD at once. */
  static final int RUN = 64;

  private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);

  final ChaCha20Poly1305 aead = new ChaCha20Poly1305();
  final byte[] keys = new byte[RUN * EpochRules.KEY_BYTES];
  final long[] counters = new long[RUN];
  final boolean[] authentic = new boolean[RUN];

  /** Roots and first chain keys of epochs that are only tried. */
  final byte[] ratchet = new byte[2 * EpochRules.KEY_BYTES];

  final Lookahead ahead = new Lookahead();

  private Scratch() {}

  static Scratch current() {
    return OF_THREAD.get();
  }

  void wipeKeys() {
    Arrays.fill(keys, (byte) 0);
  }
}
