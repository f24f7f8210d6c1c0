package pqagent.crypto.primitive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.bouncycastle.crypto.engines.ChaChaEngine;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/** The oracle is BouncyCastle's ChaCha20 in the original form, moved to a counter by seeking. */
class KeyStreamTest {
  @Property(tries = 200)
  void shouldDeriveAsBouncyCastle_withoutInput(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int n) {
    byte[] key = bytes(seed, 32);
    byte[] out = new byte[n * 32 + 3];
    KeyStream.derive(n, key, 0, out, 3);
    byte[] expected = new byte[out.length];
    stream(key, 0, new byte[8], n * 32, expected, 3);
    assertThat(out).isEqualTo(expected);
  }

  @Property(tries = 200)
  void shouldDeriveAsBouncyCastle_withInput(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 40) int n,
      @ForAll int outerBlock,
      @ForAll int innerBlock) {
    byte[] key = bytes(seed, 32);
    byte[] input = bytes(seed + 1, 32);
    // The oracle seeks by bytes, so that its counter stays below 2^57; the vectors go beyond.
    putCounter(input, 0, outerBlock & 0xffffffffL);
    putCounter(input, 16, innerBlock & 0xffffffffL);
    byte[] out = new byte[n * 32];
    KeyStream.derive(n, key, 0, input, out, 0);
    byte[] inner = new byte[32];
    stream(key, outerBlock & 0xffffffffL, Arrays.copyOfRange(input, 8, 16), 32, inner, 0);
    byte[] expected = new byte[n * 32];
    byte[] nonce = Arrays.copyOfRange(input, 24, 32);
    stream(inner, innerBlock & 0xffffffffL, nonce, n * 32, expected, 0);
    assertThat(out).isEqualTo(expected);
  }

  @Property(tries = 100)
  void shouldDeriveTheSame_whenArraysAreShared(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 19) int n,
      @ForAll @IntRange(max = 70) int keyOffset,
      @ForAll @IntRange(max = 70) int outOffset) {
    byte[] shared = bytes(seed, 70 + 19 * 32);
    byte[] key = shared.clone();
    byte[] apart = shared.clone();
    KeyStream.derive(n, key, keyOffset, apart, outOffset);
    KeyStream.derive(n, shared, keyOffset, shared, outOffset);
    assertThat(shared).isEqualTo(apart);

    byte[] input = bytes(seed + 1, 32);
    byte[] single = new byte[32];
    KeyStream.derive(1, key, keyOffset, input.clone(), single, 0);
    KeyStream.derive(1, key, keyOffset, input, input, 0);
    assertThat(input).isEqualTo(single);
  }

  @Example
  void shouldNameTheArgument_whenSomethingDoesNotFit() {
    byte[] key = new byte[32];
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KeyStream.derive(0, key, 0, key, 0))
        .withMessage("n must be 1 key or more, not 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KeyStream.derive(1, key, 1, key, 0))
        .withMessage("key must have 32 bytes from 1 on, not end at 32");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KeyStream.derive(2, key, 0, key, 0))
        .withMessage("out must have 64 bytes from 0 on, not end at 32");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KeyStream.derive(1, key, 0, new byte[31], key, 0))
        .withMessage("input must be 32 bytes long, not 31");
  }

  private static void stream(
      byte[] key, long block, byte[] nonce, int count, byte[] out, int outOffset) {
    ChaChaEngine oracle = new ChaChaEngine();
    oracle.init(true, new ParametersWithIV(new KeyParameter(key), nonce));
    oracle.seekTo(block * 64);
    oracle.processBytes(new byte[count], 0, count, out, outOffset);
  }

  private static void putCounter(byte[] input, int offset, long counter) {
    for (int i = 0; i < 8; i++) {
      input[offset + i] = (byte) (counter >>> (8 * i));
    }
  }

  private static byte[] bytes(long seed, int count) {
    byte[] bytes = new byte[count];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
