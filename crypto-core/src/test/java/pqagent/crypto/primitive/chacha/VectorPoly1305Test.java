package pqagent.crypto.primitive.chacha;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The oracle is RFC 8439, section 2.5.1, in big numbers: no limb of theirs can overflow. */
class VectorPoly1305Test {
  private static final BigInteger P = BigInteger.TWO.pow(130).subtract(BigInteger.valueOf(5));
  private static final BigInteger CLAMP = new BigInteger("0ffffffc0ffffffc0ffffffc0fffffff", 16);
  private static final int BLOCK = VectorPoly1305.BLOCK_BYTES;
  private static final int MOST_GROUPS = 12;

  private final Random random = new Random(1305);
  private final VectorPowers powers = new VectorPowers();
  private final VectorPoly1305 mac = new VectorPoly1305();

  @Test
  void shouldMakeTheTag_whateverTheBytes() {
    for (int i = 0; i < 20_000; i++) {
      byte[] key = extreme(32);
      int groups = 1 + random.nextInt(MOST_GROUPS);
      int before = random.nextInt(VectorPoly1305.LANES);
      byte[] in = extreme(groups * VectorPoly1305.GROUP_BYTES + 7);
      Arrays.fill(in, 7, 7 + before * BLOCK, (byte) 0);
      assertThat(tag(key, in, 7, groups, before))
          .as("key %s, message %s", Arrays.toString(key), Arrays.toString(in))
          .isEqualTo(expected(key, in, 7 + before * BLOCK));
    }
  }

  /**
   * Two blocks of ones make p + 3 (RFC 8439, appendix A.3, has such sums); s carries over 2^128.
   */
  @Test
  void shouldReduceFully_whenTheSumIsCloseToP() {
    for (int i = -8; i < 8; i++) {
      byte[] key = new byte[32];
      key[0] = 1;
      Arrays.fill(key, 16, 32, (byte) -1);
      byte[] in = new byte[VectorPoly1305.GROUP_BYTES];
      Arrays.fill(in, in.length - 2 * BLOCK, in.length, (byte) -1);
      in[in.length - BLOCK] += (byte) i;
      int before = VectorPoly1305.LANES - 2;
      assertThat(tag(key, in, 0, 1, before)).isEqualTo(expected(key, in, before * BLOCK));
    }
  }

  private byte[] tag(byte[] key, byte[] in, int offset, int groups, int before) {
    long[] words = new long[2];
    int place = random.nextInt(VectorPowers.KEYS);
    powers.set(place, (long) Words.LONG.get(key, 0), (long) Words.LONG.get(key, 8));
    powers.compute();
    mac.begin(powers, place, (long) Words.LONG.get(key, 16), (long) Words.LONG.get(key, 24));
    mac.finish(in, offset, groups, before, words);
    byte[] tag = new byte[BLOCK];
    Words.LONG.set(tag, 0, words[0]);
    Words.LONG.set(tag, 8, words[1]);
    return tag;
  }

  private static byte[] expected(byte[] key, byte[] in, int offset) {
    BigInteger r = number(key, 0, 16).and(CLAMP);
    BigInteger sum = BigInteger.ZERO;
    for (int at = offset; at + BLOCK <= in.length; at += BLOCK) {
      BigInteger block = number(in, at, at + BLOCK).setBit(128);
      sum = sum.add(block).multiply(r).mod(P);
    }
    byte[] tag = new byte[BLOCK];
    BigInteger result = sum.add(number(key, 16, 32));
    for (int i = 0; i < BLOCK; i++) {
      tag[i] = result.shiftRight(8 * i).byteValue();
    }
    return tag;
  }

  /** The little-endian number. */
  private static BigInteger number(byte[] bytes, int from, int to) {
    byte[] bigEndian = new byte[to - from];
    for (int i = 0; i < bigEndian.length; i++) {
      bigEndian[i] = bytes[to - 1 - i];
    }
    return new BigInteger(1, bigEndian);
  }

  /** Random bytes, or those that make limbs full or empty, or a mixture. */
  private byte[] extreme(int count) {
    byte[] bytes = new byte[count];
    int kind = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      bytes[i] =
          switch (kind) {
            case 0 -> (byte) random.nextInt();
            case 1 -> -1;
            case 2 -> (byte) -random.nextInt(2);
            default -> (byte) (random.nextInt(8) == 0 ? random.nextInt() : -1);
          };
    }
    return bytes;
  }
}
