package pqagent.crypto.primitive.chacha;

import static pqagent.crypto.simd.Vectors.BYTES;
import static pqagent.crypto.simd.Vectors.INTS;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;

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
  private static final int KEY_BYTES = 4 * KEY_WORDS;
  private static final int COUNTER = 12 * LANES;
  private static final int[] CONSTANTS = {0x61707865, 0x3320646e, 0x79622d32, 0x6b206574};

  /** Where a vector of keys has the first word of a lane's quad; and the numbers of its blocks. */
  private static final IntVector FIRST_WORD = lanes(lane -> lane / QUAD * KEY_WORDS % LANES);

  private static final IntVector FIRST_BLOCKS = lanes(lane -> lane % QUAD);
  private static final VectorMask<Integer> UPPER_HALF = VectorMask.fromLong(INTS, -1L << LANES / 2);

  /** Words by lanes, as the blocks start. */
  private final int[] start = new int[WORDS * LANES];

  /** A copy of keys that end before two vectors do. */
  private final byte[] lastKeys = new byte[2 * BYTES.length()];

  private static IntVector lanes(IntUnaryOperator values) {
    return IntVector.fromArray(INTS, IntStream.range(0, LANES).map(values).toArray(), 0);
  }

  VectorChaCha() {
    for (int w = 0; w < CONSTANTS.length; w++) {
      Arrays.fill(start, w * LANES, (w + 1) * LANES, CONSTANTS[w]);
    }
  }

  /**
   * Gives each quad a key of 32 bytes; its blocks begin with number 0.
   *
   * @param count how many of the keys there are; what the other quads do is of no use
   */
  void beginEach(byte[] keys, int keyOffset, int count) {
    if (keyOffset + 2 * BYTES.length() <= keys.length) {
      spread(keys, keyOffset);
      return;
    }
    System.arraycopy(keys, keyOffset, lastKeys, 0, count * KEY_BYTES);
    spread(lastKeys, 0);
    Arrays.fill(lastKeys, (byte) 0);
  }

  /** Two vectors are the keys of all quads: each word goes to its quad's lanes. */
  private void spread(byte[] keys, int keyOffset) {
    IntVector lower = ByteVector.fromArray(BYTES, keys, keyOffset).reinterpretAsInts();
    IntVector upper =
        ByteVector.fromArray(BYTES, keys, keyOffset + BYTES.length()).reinterpretAsInts();
    for (int w = 0; w < KEY_WORDS; w++) {
      IntVector place = FIRST_WORD.add(w);
      place
          .selectFrom(lower)
          .blend(place.selectFrom(upper), UPPER_HALF)
          .intoArray(start, (KEY_WORD + w) * LANES);
    }
    FIRST_BLOCKS.intoArray(start, COUNTER);
  }

  /** Gives all quads one key; their blocks follow on, from number 0 on. */
  void beginAll(byte[] key, int keyOffset) {
    for (int w = 0; w < KEY_WORDS; w++) {
      int word = (int) Words.INT.get(key, keyOffset + 4 * w);
      IntVector.broadcast(INTS, word).intoArray(start, (KEY_WORD + w) * LANES);
    }
    IntVector.zero(INTS).addIndex(1).intoArray(start, COUNTER);
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
