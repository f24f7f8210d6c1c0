package pqagent.crypto.primitive.keccak;

/** Whether hashes of many messages are computed on vectors yet. */
public final class KeccakVectors {
  private static final int WARM_UP_PASSES = 3000;
  private static final int MESSAGE_BYTES = 8;

  private static boolean on;

  private KeccakVectors() {}

  public static boolean isOn() {
    return on;
  }

  /**
   * Exercises the code on vectors until the JVM has compiled it, and uses it from then on. Only for
   * machines that have vectors.
   */
  public static void turnOn() {
    int count = VectorShake256.STATES;
    byte[] messages = new byte[count * MESSAGE_BYTES];
    byte[] hashes = new byte[count * VectorShake256.HASH_BYTES];
    for (int i = 0; i < WARM_UP_PASSES; i++) {
      VectorShake256.hashEach(messages, 0, MESSAGE_BYTES, count, hashes);
    }
    on = true;
  }
}
