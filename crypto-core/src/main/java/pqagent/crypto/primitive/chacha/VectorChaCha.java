package pqagent.crypto.primitive.chacha;

import static pqagent.crypto.simd.Vectors.INTS;

import java.util.Arrays;
import jdk.incubator.vector.IntVector;

/**
 * ChaCha20 (RFC 8439, section 2.3) of as many blocks at once as a vector has lanes: vector w is
 * word w of each. Lanes form quads of four consecutive blocks; quads may have keys of their own.
 *
 * <pre>
 *   lane      0  1  2  3 | 4  5  6  7 | 8 ...
 *   one key   blocks 0 1 2 3 4 5 6 7 8 ...             each pass a vector of blocks further
 *   key each  0  1  2  3 | 0  1  2  3 | 0 ...          each pass four blocks further
 * </pre>
 */
final class VectorChaCha {
  static final int BLOCK_BYTES = VectorRounds.BLOCK_BYTES;

  static final int LANES = VectorRounds.LANES;
  static final int QUAD = VectorRounds.QUAD;

  /** Quads of a pass. */
  static final int QUADS = LANES / QUAD;

  private static final int WORDS = VectorRounds.WORDS;
  private static final int KEY_WORD = 4;
  private static final int KEY_WORDS = 8;
  private static final int COUNTER = 12 * LANES;
  private static final int[] CONSTANTS = {0x61707865, 0x3320646e, 0x79622d32, 0x6b206574};

  /** Words by lanes, as the blocks start. */
  private final int[] start = new int[WORDS * LANES];

  VectorChaCha() {
    for (int w = 0; w < CONSTANTS.length; w++) {
      Arrays.fill(start, w * LANES, (w + 1) * LANES, CONSTANTS[w]);
    }
  }

  /** Gives a quad its key of 32 bytes; its blocks begin with number 0. */
  void begin(int quad, byte[] key, int keyOffset) {
    setKey(quad, key, keyOffset);
    setCounters(quad, 0);
  }

  /** Gives all quads one key; their blocks follow on, from number 0 on. */
  void beginAll(byte[] key, int keyOffset) {
    for (int quad = 0; quad < QUADS; quad++) {
      setKey(quad, key, keyOffset);
      setCounters(quad, QUAD * quad);
    }
  }

  private void setKey(int quad, byte[] key, int keyOffset) {
    for (int w = 0; w < KEY_WORDS; w++) {
      int at = (KEY_WORD + w) * LANES + QUAD * quad;
      Arrays.fill(start, at, at + QUAD, (int) Words.INT.get(key, keyOffset + 4 * w));
    }
  }

  private void setCounters(int quad, int first) {
    for (int j = 0; j < QUAD; j++) {
      start[COUNTER + QUAD * quad + j] = first + j;
    }
  }

  /**
   * Makes a pass of key stream and adds it to input bytes: those of quad q are 256 bytes from
   * {@code at + q * distance} on, in both arrays, which must not be the same one. Then moves on by
   * as many blocks as a key has lanes.
   */
  void pass(byte[] in, byte[] out, int at, int distance, int lanesPerKey) {
    VectorRounds.run(start, in, out, at, distance);
    moveOn(lanesPerKey);
  }

  /** On a vector, as the rounds read it: scalar writes would have them wait (store forwarding). */
  private void moveOn(int blocks) {
    IntVector.fromArray(INTS, start, COUNTER).add(blocks).intoArray(start, COUNTER);
  }

  /** Overwrites the keys. */
  void wipe() {
    Arrays.fill(start, KEY_WORD * LANES, COUNTER, 0);
  }
}
