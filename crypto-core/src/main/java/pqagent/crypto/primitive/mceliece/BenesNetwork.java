package pqagent.crypto.primitive.mceliece;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Permutes 8192 bits as the control bits of a secret key say (Classic McEliece specification,
 * section 8.2): 25 layers, of strides 1, 2, 4, ... 4096, ... 4, 2, 1, each with a control bit for
 * every pair of positions a stride apart.
 */
final class BenesNetwork {
  static final int CONTROL_BYTES = 12800;

  private static final int LAYERS = 25;
  private static final int LAYER_BYTES = CONTROL_BYTES / LAYERS;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  /** For each stride in a word, the lower position of each pair. */
  private static final long[] LOWER = {
    0x5555555555555555L,
    0x3333333333333333L,
    0x0f0f0f0f0f0f0f0fL,
    0x00ff00ff00ff00ffL,
    0x0000ffff0000ffffL,
    0x00000000ffffffffL
  };

  private BenesNetwork() {}

  /** From the order of the field's points to that of the code's positions. */
  static void apply(long[] bits, byte[] key, int controlOffset) {
    for (int layer = 0; layer < LAYERS; layer++) {
      apply(bits, key, controlOffset, layer);
    }
  }

  /** The inverse. */
  static void applyInverse(long[] bits, byte[] key, int controlOffset) {
    for (int layer = LAYERS - 1; layer >= 0; layer--) {
      apply(bits, key, controlOffset, layer);
    }
  }

  private static void apply(long[] bits, byte[] key, int controlOffset, int layer) {
    int controls = controlOffset + layer * LAYER_BYTES;
    int log = Math.min(layer, LAYERS - 1 - layer);
    if (log < LOWER.length) {
      withinWords(bits, key, controls, log);
    } else {
      acrossWords(bits, key, controls, 1 << (log - LOWER.length));
    }
  }

  private static void withinWords(long[] bits, byte[] key, int controls, int log) {
    int stride = 1 << log;
    for (int i = 0; i < bits.length; i++) {
      long control = Long.expand((int) INT.get(key, controls + 4 * i), LOWER[log]);
      long difference = (bits[i] ^ bits[i] >>> stride) & control;
      bits[i] ^= difference ^ difference << stride;
    }
  }

  private static void acrossWords(long[] bits, byte[] key, int controls, int stride) {
    int pair = 0;
    for (int start = 0; start < bits.length; start += 2 * stride) {
      for (int i = start; i < start + stride; i++, pair++) {
        long difference = (bits[i] ^ bits[i + stride]) & (long) LONG.get(key, controls + 8 * pair);
        bits[i] ^= difference;
        bits[i + stride] ^= difference;
      }
    }
  }
}
