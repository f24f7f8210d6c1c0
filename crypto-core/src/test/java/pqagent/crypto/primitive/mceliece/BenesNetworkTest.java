package pqagent.crypto.primitive.mceliece;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BenesNetworkTest {
  private static final int OFFSET = 3;

  private final Random random = new Random(25);
  private final byte[] key = new byte[OFFSET + BenesNetwork.CONTROL_BYTES];

  /** Bit by bit, as the specification has it. */
  @Test
  void shouldSwapWhatTheControlBitsSay() {
    random.nextBytes(key);
    long[] bits = random.longs(AdditiveFft.WORDS).toArray();
    boolean[] wanted = new boolean[AdditiveFft.POINTS];
    for (int i = 0; i < wanted.length; i++) {
      wanted[i] = (bits[i / 64] >>> i & 1) != 0;
    }
    int control = 8 * OFFSET;
    for (int layer = 0; layer < 25; layer++) {
      int stride = 1 << Math.min(layer, 24 - layer);
      for (int start = 0; start < wanted.length; start += 2 * stride) {
        for (int i = start; i < start + stride; i++, control++) {
          if ((key[control / 8] >> control % 8 & 1) != 0) {
            boolean lower = wanted[i];
            wanted[i] = wanted[i + stride];
            wanted[i + stride] = lower;
          }
        }
      }
    }
    BenesNetwork.apply(bits, key, OFFSET);
    for (int i = 0; i < wanted.length; i++) {
      assertThat((bits[i / 64] >>> i & 1) != 0).isEqualTo(wanted[i]);
    }
  }

  @Test
  void shouldUndoItself() {
    for (int round = 0; round < 20; round++) {
      random.nextBytes(key);
      long[] bits = random.longs(AdditiveFft.WORDS).toArray();
      long[] there = bits.clone();
      BenesNetwork.apply(there, key, OFFSET);
      assertThat(there).isNotEqualTo(bits);
      BenesNetwork.applyInverse(there, key, OFFSET);
      assertThat(there).isEqualTo(bits);
    }
  }
}
