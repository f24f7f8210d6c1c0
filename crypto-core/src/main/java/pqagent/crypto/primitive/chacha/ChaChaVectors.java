package pqagent.crypto.primitive.chacha;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Whether packets and key streams are computed on vectors yet. */
public final class ChaChaVectors {
  private static final int WARM_UP_CALLS = 3000;
  private static final int PACKETS = 9;
  private static final int PACKET_BYTES = 1256;

  /** A chain key and the keys of 18 packets. */
  private static final int STREAM_BYTES = 19 * Aead.KEY_BYTES;

  private static boolean on;

  private ChaChaVectors() {}

  public static boolean isOn() {
    return on;
  }

  /**
   * Exercises the code on vectors until the JVM has compiled it, and uses it from then on. Only for
   * machines that have vectors.
   */
  public static void turnOn() {
    Aead aead = new VectorAead();
    byte[] keys = new byte[PACKETS * Aead.KEY_BYTES];
    byte[] stream = new byte[STREAM_BYTES];
    ByteBuffer buffer = ByteBuffer.allocateDirect(PACKETS * PACKET_BYTES);
    int[] offsets = new int[PACKETS];
    int[] lengths = new int[PACKETS];
    boolean[] authentic = new boolean[PACKETS];
    Arrays.setAll(offsets, i -> i * PACKET_BYTES);
    Arrays.fill(lengths, PACKET_BYTES);
    for (int i = 0; i < WARM_UP_CALLS; i++) {
      aead.sealBatch(keys, buffer, offsets, lengths, 0, PACKETS, 40);
      aead.openBatch(keys, buffer, offsets, lengths, 0, PACKETS, 40, authentic);
      VectorKeyStream.derive(keys, 0, stream, 0, STREAM_BYTES);
    }
    on = true;
  }
}
