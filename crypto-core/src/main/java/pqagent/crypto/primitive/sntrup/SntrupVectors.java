package pqagent.crypto.primitive.sntrup;

/** Whether the loops of this package run on vectors yet. */
public final class SntrupVectors {
  private static final int WARM_UP_CALLS = 300;

  private static boolean on;

  private SntrupVectors() {}

  static boolean isOn() {
    return on;
  }

  /**
   * Exercises the code on vectors until the JVM has compiled it, and uses it from then on. Only for
   * machines that have vectors.
   */
  public static void turnOn() {
    float[] sums = new float[RingProduct.PADDED];
    float[] e = new float[RingProduct.start(0) + RingProduct.PADDED];
    int[] numbers = new int[SortingNetwork.SIZE];
    for (int i = 0; i < WARM_UP_CALLS; i++) {
      VectorProduct.multiply(sums, e, sums);
      VectorSort.sort(numbers);
    }
    on = true;
  }
}
