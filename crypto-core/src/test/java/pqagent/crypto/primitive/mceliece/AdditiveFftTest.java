package pqagent.crypto.primitive.mceliece;

import static org.assertj.core.api.Assertions.assertThat;
import static pqagent.crypto.primitive.mceliece.BitslicedField.BITS;
import static pqagent.crypto.primitive.mceliece.BitslicedField.BLOCK;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** The bit-sliced field and its transforms against the definition, one element at a time. */
class AdditiveFftTest {
  private final Random random = new Random(13);

  @Test
  void shouldMultiplySquareAndInvert_asTheDefinitionSays() {
    for (int round = 0; round < 200; round++) {
      long[] f = random(1);
      long[] g = random(1);
      f[round % BLOCK] = round < BLOCK ? 0 : f[round % BLOCK];
      long[] product = new long[BLOCK];
      long[] square = new long[BLOCK];
      long[] inverse = new long[BLOCK];
      BitslicedField.multiply(product, 0, f, 0, g, 0);
      BitslicedField.square(square, 0, f, 0);
      BitslicedField.invert(inverse, 0, f, 0, new long[BLOCK]);
      for (int lane = 0; lane < 512; lane++) {
        int element = get(f, lane);
        assertThat(get(product, lane))
            .isEqualTo(BitslicedField.multiply(element, get(g, lane)))
            .isEqualTo(slowProduct(element, get(g, lane)));
        assertThat(get(square, lane)).isEqualTo(slowProduct(element, element));
        assertThat(get(inverse, lane)).isEqualTo(BitslicedField.invert(element));
        assertThat(slowProduct(get(inverse, lane), element)).isEqualTo(element == 0 ? 0 : 1);
      }
    }
  }

  @Test
  void shouldNumberThePoints_byTheReversedBitsOfTheElement() {
    for (int point = 0; point < AdditiveFft.POINTS; point++) {
      assertThat(get(AdditiveFft.ELEMENTS, point)).isEqualTo(element(point));
    }
  }

  @Test
  void shouldEvaluateAtEveryPoint() {
    long[] coefficients = random(1);
    long[] values = new long[AdditiveFft.BLOCKS * BLOCK];
    AdditiveFft.evaluate(values, coefficients.clone(), values.clone());
    for (int point = 0; point < AdditiveFft.POINTS; point++) {
      int value = 0;
      for (int i = AdditiveFft.COEFFICIENTS - 1; i >= 0; i--) {
        value = BitslicedField.multiply(value, element(point)) ^ get(coefficients, i);
      }
      assertThat(get(values, point)).isEqualTo(value);
    }
  }

  @Test
  void shouldSumThePowers_whenTransposed() {
    long[] values = random(AdditiveFft.BLOCKS);
    int[] sums = new int[AdditiveFft.COEFFICIENTS];
    for (int point = 0; point < AdditiveFft.POINTS; point++) {
      int term = get(values, point);
      for (int i = 0; i < sums.length; i++) {
        sums[i] ^= term;
        term = BitslicedField.multiply(term, element(point));
      }
    }
    long[] coefficients = random(1);
    AdditiveFft.transpose(coefficients, values, values.clone());
    for (int i = 0; i < sums.length; i++) {
      assertThat(get(coefficients, i)).isEqualTo(sums[i]);
    }
  }

  private long[] random(int blocks) {
    return random.longs(blocks * (long) BLOCK).toArray();
  }

  private static int element(int point) {
    return Integer.reverse(point) >>> (32 - BITS);
  }

  private static int get(long[] words, int lane) {
    int element = 0;
    for (int i = 0; i < BITS; i++) {
      element |= (int) (words[BitslicedField.word(lane, i)] >>> lane & 1) << i;
    }
    return element;
  }

  /** Shifts and adds, with the reduction bit by bit. */
  private static int slowProduct(int f, int g) {
    int product = 0;
    for (int i = BITS - 1; i >= 0; i--) {
      product <<= 1;
      if ((product & 1 << BITS) != 0) {
        product ^= 1 << 13 | 1 << 4 | 1 << 3 | 1 << 1 | 1;
      }
      if ((g & 1 << i) != 0) {
        product ^= f;
      }
    }
    return product;
  }
}
