package pqagent.crypto.primitive.mceliece;

import static pqagent.crypto.primitive.mceliece.BitslicedField.BITS;
import static pqagent.crypto.primitive.mceliece.BitslicedField.BLOCK;
import static pqagent.crypto.primitive.mceliece.BitslicedField.ROW;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Finds the 119 errors in a syndrome of mceliece6960119's code (Classic McEliece specification,
 * section 5.3, DECODE; McBits, section 6). Takes the same time whatever the key, the syndrome and
 * the outcome.
 */
public final class GoppaDecoder {
  public static final int POSITIONS = 6960;
  public static final int ERROR_BYTES = POSITIONS / 8;

  private static final int SEED_BYTES = 40;
  private static final int DEGREE = BerlekampMassey.ERRORS;
  private static final int CONTROL_OFFSET = SEED_BYTES + 2 * DEGREE;

  /** Where the secret key has the string that stands for an error that was not found. */
  public static final int REJECTION_OFFSET = CONTROL_OFFSET + BenesNetwork.CONTROL_BYTES;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

  /** Point^128 of each point: what takes the first half of the syndromes to the second. */
  private static final long[] SECOND_HALF = secondHalf();

  private final long[] inverse = new long[AdditiveFft.BLOCKS * BLOCK];
  private final long[] values = new long[AdditiveFft.BLOCKS * BLOCK];
  private final long[] second = new long[AdditiveFft.BLOCKS * BLOCK];
  private final long[] work = new long[AdditiveFft.BLOCKS * BLOCK];
  private final long[] received = new long[AdditiveFft.WORDS];
  private final long[] errors = new long[AdditiveFft.WORDS];
  private final long[] coefficients = new long[BLOCK];
  private final long[] syndromes = new long[BLOCK];

  private GoppaDecoder() {}

  /** As {@link GoppaEncoder#switchToVectors}. */
  public static void switchToVectors() {
    BitslicedField.switchToVectors();
  }

  /**
   * Writes the error vector, of 870 bytes from an offset on.
   *
   * @param syndrome a ciphertext: 1547 bits, then padding that is zero
   * @return all ones when there is an error of weight 119, else zero; the vector then means nothing
   */
  public static int decode(byte[] secretKey, byte[] syndrome, byte[] error, int offset) {
    GoppaDecoder decoder = new GoppaDecoder();
    try {
      return decoder.find(secretKey, syndrome, error, offset);
    } finally {
      decoder.clear();
    }
  }

  private int find(byte[] secretKey, byte[] syndrome, byte[] error, int offset) {
    byte[] padded = Arrays.copyOf(syndrome, (syndrome.length + 7) / 8 * 8);
    for (int i = 0; i < padded.length / 8; i++) {
      received[i] = (long) LONG.get(padded, 8 * i);
    }
    BenesNetwork.applyInverse(received, secretKey, CONTROL_OFFSET);
    invertGoppaPolynomial(secretKey);
    findSyndromes();
    BerlekampMassey.locate(coefficients, syndromes);
    AdditiveFft.evaluate(values, coefficients, work);
    int found = 0;
    for (int word = 0; word < errors.length; word++) {
      long any = 0;
      for (int i = 0; i < BITS; i++) {
        any |= values[BitslicedField.word(64 * word, i)];
      }
      errors[word] = ~any;
      found += Long.bitCount(~any);
    }
    int wrong = (found ^ DEGREE) | remainder();
    BenesNetwork.apply(errors, secretKey, CONTROL_OFFSET);
    found = 0;
    for (int at = 0; at < ERROR_BYTES; at++) {
      byte bits = (byte) (errors[at / 8] >>> (8 * at));
      error[offset + at] = bits;
      found += Integer.bitCount(bits & 255);
    }
    wrong |= found ^ DEGREE;
    return ~((wrong | -wrong) >> 31);
  }

  /** 1/g at every point; g is monic, its other coefficients are in the key. */
  private void invertGoppaPolynomial(byte[] secretKey) {
    for (int i = 0; i < DEGREE; i++) {
      int coefficient = (short) SHORT.get(secretKey, SEED_BYTES + 2 * i) & (1 << BITS) - 1;
      BitslicedField.put(coefficients, i, coefficient);
    }
    BitslicedField.put(coefficients, DEGREE, 1);
    AdditiveFft.evaluate(values, coefficients, work);
    for (int at = 0; at < values.length; at += BLOCK) {
      BitslicedField.invert(inverse, at, values, at, work);
    }
  }

  /** Syndrome j is the sum of received · point^j / g(point)². */
  private void findSyndromes() {
    for (int at = 0; at < values.length; at += BLOCK) {
      BitslicedField.square(values, at, inverse, at);
    }
    mask(values, values, received);
    for (int at = 0; at < values.length; at += BLOCK) {
      BitslicedField.multiply(second, at, values, at, SECOND_HALF, at);
    }
    AdditiveFft.transpose(syndromes, values, work);
    AdditiveFft.transpose(coefficients, second, work);
    for (int row = 0; row < BLOCK; row += ROW) {
      System.arraycopy(coefficients, row, syndromes, row + 2, 2);
    }
  }

  /** Keeps the elements whose bit is set. */
  private static void mask(long[] out, long[] in, long[] bits) {
    for (int at = 0; at < out.length; at += ROW) {
      int word = at / BLOCK * ROW;
      for (int i = 0; i < ROW; i++) {
        out[at + i] = in[at + i] & bits[word + i];
      }
    }
  }

  /**
   * Zero when received and errors differ by a codeword (what they differ by is left in received),
   * that is when the first t sums of their difference · point^j / g(point) are zero.
   */
  private int remainder() {
    for (int word = 0; word < received.length; word++) {
      received[word] ^= errors[word];
    }
    mask(values, inverse, received);
    AdditiveFft.transpose(coefficients, values, work);
    long left = 0;
    for (int row = 0; row < BLOCK; row += ROW) {
      left |= coefficients[row] | coefficients[row + 1] & (1L << DEGREE) - 1;
    }
    return (int) ((left | -left) >>> 63);
  }

  private void clear() {
    for (long[] secret :
        new long[][] {inverse, values, second, work, received, errors, coefficients, syndromes}) {
      Arrays.fill(secret, 0);
    }
  }

  private static long[] secondHalf() {
    long[] powers = AdditiveFft.ELEMENTS.clone();
    for (int at = 0; at < powers.length; at += BLOCK) {
      for (int i = 0; i < 7; i++) {
        BitslicedField.square(powers, at, powers, at);
      }
    }
    return powers;
  }
}
