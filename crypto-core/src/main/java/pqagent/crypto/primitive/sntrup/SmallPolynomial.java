package pqagent.crypto.primitive.sntrup;

import static pqagent.crypto.primitive.sntrup.Ring.P;
import static pqagent.crypto.primitive.sntrup.Ring.W;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Polynomials of 761 coefficients -1, 0, 1: drawn, and coded four to a byte (NTRU Prime: round 3,
 * sections 3.2 and 3.4).
 */
final class SmallPolynomial {
  static final int BYTES = (P + 3) / 4;

  private SmallPolynomial() {}

  /** Any small polynomial. */
  static byte[] random(SecureRandom random) {
    int[] words = words(random, P);
    byte[] small = new byte[P];
    for (int i = 0; i < P; i++) {
      small[i] = (byte) ((((words[i] & 0x3fffffffL) * 3) >>> 30) - 1);
    }
    Arrays.fill(words, 0);
    return small;
  }

  /** A short polynomial: 286 random signs and zeros, sorted by the 30 random bits over each. */
  static byte[] randomShort(SecureRandom random) {
    int[] words = words(random, SortingNetwork.SIZE);
    for (int i = 0; i < W; i++) {
      words[i] &= ~1;
    }
    for (int i = W; i < P; i++) {
      words[i] = words[i] & ~3 | 1;
    }
    SortingNetwork.sortUnsigned(words, P);
    byte[] small = new byte[P];
    for (int i = 0; i < P; i++) {
      small[i] = (byte) ((words[i] & 3) - 1);
    }
    Arrays.fill(words, 0);
    return small;
  }

  /** 761 random words in an array of {@code size}. */
  private static int[] words(SecureRandom random, int size) {
    byte[] bytes = new byte[4 * P];
    random.nextBytes(bytes);
    int[] words = new int[size];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(words, 0, P);
    Arrays.fill(bytes, (byte) 0);
    return words;
  }

  /** Writes 191 bytes. */
  static void encode(byte[] out, int offset, byte[] small) {
    for (int i = 0; i < BYTES; i++) {
      int code = 0;
      for (int j = 0; j < 4 && 4 * i + j < P; j++) {
        code |= (small[4 * i + j] + 1) << 2 * j;
      }
      out[offset + i] = (byte) code;
    }
  }

  /** Reads 191 bytes; a code of 3 stands for 2, which nobody writes. */
  static byte[] decode(byte[] in, int offset) {
    byte[] small = new byte[P];
    for (int i = 0; i < P; i++) {
      small[i] = (byte) ((in[offset + i / 4] >> 2 * (i % 4) & 3) - 1);
    }
    return small;
  }
}
