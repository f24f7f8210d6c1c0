package pqagent.crypto.primitive.mceliece;

/**
 * GF(2^13) = GF(2)[z] / (z^13 + z^4 + z^3 + z + 1), a block of 512 elements at a time: coefficient
 * j of its elements is row j, of 8 words (Bernstein, Chou, Schwabe, "McBits", 2013, section 3;
 * Classic McEliece specification, section 9). No branch and no index depends on an element.
 */
final class BitslicedField {
  /** Rows of a block, and bits of an element. */
  static final int BITS = 13;

  /** Words of a row. */
  static final int ROW = 8;

  /** Words of a block. */
  static final int BLOCK = BITS * ROW;

  private static final int WARM_UP_CALLS = 6000;

  /** Set once the JVM has compiled what then runs. */
  private static boolean onVectors;

  private BitslicedField() {}

  /** Exercises the code on vectors until the JVM has compiled it, and uses it from then on. */
  static void switchToVectors() {
    long[] block = new long[BLOCK];
    long[] other = new long[BLOCK];
    for (int i = 0; i < WARM_UP_CALLS; i++) {
      VectorField.fill(other, block);
      VectorField.multiply(block, 0, block, 0, other, 0);
      VectorField.square(block, 0, block, 0);
      VectorField.add(block, 0, other, 0);
    }
    onVectors = true;
  }

  /** h = h + f; h may be f. */
  static void add(long[] h, int ho, long[] f, int fo) {
    if (onVectors) {
      VectorField.add(h, ho, f, fo);
    } else {
      PortableField.add(h, ho, f, fo);
    }
  }

  /** Every element of h is the first of f. */
  static void fill(long[] h, long[] f) {
    if (onVectors) {
      VectorField.fill(h, f);
    } else {
      PortableField.fill(h, f);
    }
  }

  /** h = f g; h may be f or g. */
  static void multiply(long[] h, int ho, long[] f, int fo, long[] g, int go) {
    if (onVectors) {
      VectorField.multiply(h, ho, f, fo, g, go);
    } else {
      PortableField.multiply(h, ho, f, fo, g, go);
    }
  }

  /** h = f²; h may be f. */
  static void square(long[] h, int ho, long[] f, int fo) {
    if (onVectors) {
      VectorField.square(h, ho, f, fo);
    } else {
      PortableField.square(h, ho, f, fo);
    }
  }

  /** h = 1/f, and 0 for 0: f^(2^13 - 2) by Itoh and Tsujii's chain. h is not f. Work is a block. */
  static void invert(long[] h, int ho, long[] f, int fo, long[] work) {
    squareTimes(h, ho, f, fo, 1);
    multiply(h, ho, h, ho, f, fo); // f^(2^2 - 1)
    squareTimes(work, 0, h, ho, 2);
    multiply(h, ho, work, 0, h, ho); // f^(2^4 - 1)
    squareTimes(work, 0, h, ho, 4);
    multiply(work, 0, work, 0, h, ho); // f^(2^8 - 1)
    squareTimes(work, 0, work, 0, 4);
    multiply(h, ho, work, 0, h, ho); // f^(2^12 - 1)
    square(h, ho, h, ho);
  }

  private static void squareTimes(long[] h, int ho, long[] f, int fo, int times) {
    square(h, ho, f, fo);
    for (int i = 1; i < times; i++) {
      square(h, ho, h, ho);
    }
  }

  /** One element, coefficient i in bit i; for constants. */
  static int multiply(int f, int g) {
    int product = 0;
    for (int i = 0; i < BITS; i++) {
      product ^= (f << i) * (g >> i & 1);
    }
    for (int i = 2 * BITS - 2; i >= BITS; i--) {
      product ^= (0b10_0000_0001_1011 << (i - BITS)) * (product >> i & 1);
    }
    return product;
  }

  /** 1/f of one element; for constants. */
  static int invert(int f) {
    int power = f;
    int inverse = 1;
    for (int i = 1; i < BITS; i++) {
      power = multiply(power, power);
      inverse = multiply(inverse, power);
    }
    return inverse;
  }

  /** Index of the word with bit i of the element in a lane, of as many blocks as it takes. */
  static int word(int lane, int i) {
    return lane / (64 * ROW) * BLOCK + i * ROW + lane / 64 % ROW;
  }

  /** Puts an element into a lane of words that hold zero there. */
  static void put(long[] words, int lane, int element) {
    for (int i = 0; i < BITS; i++) {
      words[word(lane, i)] |= (long) (element >> i & 1) << lane;
    }
  }
}
