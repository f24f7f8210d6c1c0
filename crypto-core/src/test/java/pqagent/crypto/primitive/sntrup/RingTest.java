package pqagent.crypto.primitive.sntrup;

import static org.assertj.core.api.Assertions.assertThat;
import static pqagent.crypto.primitive.sntrup.Ring.HALF_Q;
import static pqagent.crypto.primitive.sntrup.Ring.P;
import static pqagent.crypto.primitive.sntrup.Ring.Q;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Arithmetic, codes and sorting, each against the plainest way. */
class RingTest {
  private final Random random = new Random(4591);
  private final SecureRandom secure = new SecureRandom();

  @Test
  void shouldReduce_wholeRange() {
    for (int x = -(1 << 23) + 1; x < 1 << 23; x++) {
      int reduced = Ring.reduceQ(x);
      if (reduced < -HALF_Q || reduced > HALF_Q || Math.floorMod(reduced - x, Q) != 0) {
        throw new AssertionError("%d modulo 4591 is not %d".formatted(x, reduced));
      }
    }
    for (int x = -9999; x < 10000; x++) {
      assertThat(Ring.reduce3(x)).isBetween(-1, 1).matches(reducedOf(x));
    }
    for (int x = -HALF_Q; x <= HALF_Q; x++) {
      assertThat(Ring.reduceQ(x * Ring.invertQ(x))).isEqualTo(x == 0 ? 0 : 1);
    }
  }

  private static Predicate<Integer> reducedOf(int x) {
    return reduced -> Math.floorMod(reduced - x, 3) == 0;
  }

  @Test
  void shouldMultiply_asByHand() {
    for (int i = 0; i < 100; i++) {
      int[] h = extreme(i);
      byte[] small = i % 2 == 0 ? SmallPolynomial.random(secure) : filled((byte) (i % 3 - 1));
      assertThat(RingProduct.multiply(h, small)).isEqualTo(byHand(h, small));
    }
  }

  @Test
  void shouldInvert_soThatTheProductIsTheNumerator() {
    int[] quotient = new int[P];
    int invertible = 0;
    for (int i = 0; i < 60; i++) {
      byte[] small = SmallPolynomial.random(secure);
      if (RingInverse.divide(quotient, 1, small, 3) != 0) {
        invertible++;
        int[] product = RingProduct.multiply(quotient, small);
        assertThat(Arrays.stream(product).map(Ring::reduce3).toArray()).isEqualTo(one());
      }
      byte[] f = SmallPolynomial.randomShort(secure);
      assertThat(RingInverse.divide(quotient, Ring.invertQ(3), f, Q)).isEqualTo(-1);
      int[] product = RingProduct.multiply(quotient, f);
      assertThat(Arrays.stream(product).map(c -> Ring.reduceQ(3 * Ring.reduceQ(c))).toArray())
          .isEqualTo(one());
    }
    assertThat(invertible).isGreaterThan(50);
    assertThat(RingInverse.divide(quotient, 1, new byte[P], 3)).isZero();
  }

  private static int[] one() {
    int[] coefficients = new int[P];
    coefficients[0] = 1;
    return coefficients;
  }

  @Test
  void shouldCodeAndDecode_anyNumbers() {
    for (int modulus : new int[] {Q, (Q + 2) / 3}) {
      RadixCode code = new RadixCode(modulus);
      for (int i = 0; i < 200; i++) {
        int kind = i;
        int[] numbers = new int[P];
        Arrays.setAll(
            numbers, _ -> kind == 0 ? 0 : kind == 1 ? modulus - 1 : random.nextInt(modulus));
        byte[] bytes = new byte[1200];
        code.encode(bytes, 3, numbers.clone());
        int[] decoded = new int[P];
        code.decode(decoded, bytes, 3);
        assertThat(decoded).isEqualTo(numbers);
      }
    }
  }

  @Test
  void shouldSort_asUnsignedNumbers() {
    for (int i = 0; i < 200; i++) {
      int few = 1 + random.nextInt(1 + i);
      int[] numbers = new int[SortingNetwork.SIZE];
      Arrays.setAll(numbers, _ -> random.nextInt(4) == 0 ? random.nextInt(few) : random.nextInt());
      int[] expected = Arrays.copyOf(numbers, P);
      for (int k = 0; k < P; k++) {
        expected[k] ^= Integer.MIN_VALUE;
      }
      Arrays.sort(expected);
      SortingNetwork.sortUnsigned(numbers, P);
      for (int k = 0; k < P; k++) {
        assertThat(numbers[k]).isEqualTo(expected[k] ^ Integer.MIN_VALUE);
      }
    }
  }

  @Test
  void shouldDrawShortPolynomials_ofTheirWeight() {
    int[] ones = new int[P];
    for (int i = 0; i < 2000; i++) {
      byte[] small = SmallPolynomial.randomShort(secure);
      int weight = 0;
      for (int k = 0; k < P; k++) {
        weight += small[k] & 1;
        ones[k] += small[k] & 1;
      }
      assertThat(weight).isEqualTo(Ring.W);
    }
    // 752 expected at each place, and 21.7 the deviation.
    assertThat(Arrays.stream(ones)).allSatisfy(count -> assertThat(count).isBetween(600, 900));
  }

  private int[] extreme(int kind) {
    int[] h = new int[P];
    Arrays.setAll(
        h,
        _ ->
            switch (kind % 3) {
              case 0 -> random.nextInt(Q) - HALF_Q;
              case 1 -> HALF_Q;
              default -> random.nextBoolean() ? HALF_Q : -HALF_Q;
            });
    return h;
  }

  private static byte[] filled(byte coefficient) {
    byte[] small = new byte[P];
    Arrays.fill(small, coefficient);
    return small;
  }

  private static int[] byHand(int[] h, byte[] small) {
    int[] product = new int[2 * P - 1];
    for (int i = 0; i < P; i++) {
      for (int j = 0; j < P; j++) {
        product[i + j] += h[i] * small[j];
      }
    }
    for (int i = 2 * P - 2; i >= P; i--) {
      product[i - P] += product[i];
      product[i - P + 1] += product[i];
    }
    return Arrays.copyOf(product, P);
  }
}
