package pqagent.crypto.primitive.sntrup;

import static pqagent.crypto.primitive.sntrup.Ring.HALF_Q;
import static pqagent.crypto.primitive.sntrup.Ring.P;
import static pqagent.crypto.primitive.sntrup.Ring.Q;
import static pqagent.crypto.primitive.sntrup.Ring.W;

import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Streamlined NTRU Prime Core (NTRU Prime: round 3, section 3.3): KeyGen, Encrypt, Decrypt, with
 * keys and ciphertexts coded as bytes (section 3.4).
 */
final class StreamlinedNtruPrime {
  static final int PUBLIC_KEY_BYTES = 1158;
  static final int CIPHERTEXT_BYTES = 1007;

  private static final int THIRD_OF_Q = (Q + 2) / 3;
  private static final RadixCode RING_CODE = new RadixCode(Q);
  private static final RadixCode ROUNDED_CODE = new RadixCode(THIRD_OF_Q);

  private StreamlinedNtruPrime() {}

  /** Writes h = g / (3 f), and behind each other f and 1/g, for random g and short f. */
  static void generate(byte[] publicKey, byte[] secretKey, SecureRandom random) {
    int[] quotient = new int[P];
    byte[] g;
    do {
      g = SmallPolynomial.random(random);
    } while (RingInverse.divide(quotient, 1, g, 3) == 0);
    byte[] inverse = new byte[P];
    for (int i = 0; i < P; i++) {
      inverse[i] = (byte) quotient[i];
    }
    byte[] f = SmallPolynomial.randomShort(random);
    RingInverse.divide(quotient, Ring.invertQ(3), f, Q);
    int[] h = RingProduct.multiply(quotient, g);
    for (int i = 0; i < P; i++) {
      h[i] = Ring.reduceQ(h[i]) + HALF_Q;
    }
    RING_CODE.encode(publicKey, 0, h);
    SmallPolynomial.encode(secretKey, 0, f);
    SmallPolynomial.encode(secretKey, SmallPolynomial.BYTES, inverse);
    Arrays.fill(quotient, 0);
    for (byte[] secret : new byte[][] {g, f, inverse}) {
      Arrays.fill(secret, (byte) 0);
    }
  }

  /** Writes h r, each coefficient rounded to a multiple of 3. */
  static void encrypt(byte[] ciphertext, byte[] r, byte[] key, int keyOffset) {
    int[] h = new int[P];
    RING_CODE.decode(h, key, keyOffset);
    for (int i = 0; i < P; i++) {
      h[i] -= HALF_Q;
    }
    int[] c = RingProduct.multiply(h, r);
    for (int i = 0; i < P; i++) {
      int coefficient = Ring.reduceQ(c[i]);
      // A multiple of 3, and HALF_Q is one: the quotient is exact.
      c[i] = (coefficient - Ring.reduce3(coefficient) + HALF_Q) * 10923 >> 15;
    }
    ROUNDED_CODE.encode(ciphertext, 0, c);
    Arrays.fill(c, 0);
  }

  /**
   * Returns the r of a ciphertext, or of one that nobody made a polynomial that stands for it, of
   * weight 286 like all.
   */
  static byte[] decrypt(byte[] ciphertext, byte[] secretKey) {
    byte[] f = SmallPolynomial.decode(secretKey, 0);
    byte[] inverse = SmallPolynomial.decode(secretKey, SmallPolynomial.BYTES);
    int[] c = new int[P];
    ROUNDED_CODE.decode(c, ciphertext, 0);
    for (int i = 0; i < P; i++) {
      c[i] = 3 * c[i] - HALF_Q;
    }
    int[] e = RingProduct.multiply(c, f);
    for (int i = 0; i < P; i++) {
      e[i] = Ring.reduce3(Ring.reduceQ(3 * Ring.reduceQ(e[i])));
    }
    int[] found = RingProduct.multiply(e, inverse);
    int weight = 0;
    for (int i = 0; i < P; i++) {
      found[i] = Ring.reduce3(found[i]);
      weight += found[i] & 1;
    }
    int wrong = weight ^ W;
    int mask = (wrong | -wrong) >> 31;
    byte[] r = new byte[P];
    for (int i = 0; i < P; i++) {
      int instead = i < W ? 1 : 0;
      r[i] = (byte) (found[i] ^ (found[i] ^ instead) & mask);
    }
    Arrays.fill(f, (byte) 0);
    Arrays.fill(inverse, (byte) 0);
    Arrays.fill(e, 0);
    Arrays.fill(found, 0);
    return r;
  }
}
