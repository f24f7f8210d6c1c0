package pqagent.crypto.primitive.mceliece;

import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Draws error vectors: 119 of 6960 bits (Classic McEliece specification, section 8.4, FIXEDWEIGHT).
 * What a rejected draw looked like may show in the time taken; what an accepted one looks like does
 * not.
 */
final class FixedWeight {
  static final int WORDS = (GoppaDecoder.POSITIONS + 63) / 64;

  private static final int WEIGHT = BerlekampMassey.ERRORS;
  private static final int DRAWN = 2 * WEIGHT;
  private static final int POSITION_MASK = (1 << BitslicedField.BITS) - 1;

  private FixedWeight() {}

  /** Writes 109 words. */
  static void draw(long[] error, SecureRandom random) {
    byte[] bytes = new byte[2 * DRAWN];
    int[] positions = new int[WEIGHT];
    do {
      random.nextBytes(bytes);
    } while (!choose(positions, bytes) || hasRepeated(positions));
    set(error, positions);
    Arrays.fill(bytes, (byte) 0);
    Arrays.fill(positions, 0);
  }

  /** The first positions in range; false when there are too few. */
  private static boolean choose(int[] positions, byte[] bytes) {
    int count = 0;
    for (int i = 0; i < DRAWN && count < WEIGHT; i++) {
      int position = (bytes[2 * i] & 255 | bytes[2 * i + 1] << 8) & POSITION_MASK;
      if (position < GoppaDecoder.POSITIONS) {
        positions[count++] = position;
      }
    }
    return count == WEIGHT;
  }

  private static boolean hasRepeated(int[] positions) {
    int repeated = 0;
    for (int i = 1; i < WEIGHT; i++) {
      for (int j = 0; j < i; j++) {
        repeated |= (positions[i] ^ positions[j]) - 1;
      }
    }
    return repeated < 0;
  }

  /** Each position is offered to each word. */
  private static void set(long[] error, int[] positions) {
    Arrays.fill(error, 0);
    for (int position : positions) {
      long bit = 1L << position;
      int index = position >>> 6;
      for (int word = 0; word < WORDS; word++) {
        error[word] |= bit & (((word ^ index) - 1) >> 31);
      }
    }
  }
}
