package pqagent.crypto.primitive;

import pqagent.crypto.primitive.chacha.ChaChaVectors;
import pqagent.crypto.primitive.keccak.KeccakVectors;
import pqagent.crypto.primitive.mceliece.GoppaDecoder;
import pqagent.crypto.primitive.mceliece.GoppaEncoder;
import pqagent.crypto.primitive.sntrup.SntrupVectors;
import pqagent.crypto.simd.VectorUnit;

/**
 * The implementations on vectors, which are slow until the JVM has compiled them (a thousand times:
 * each vector is an object on the heap until then). So portable code does the work at first.
 */
public final class VectorKernels {
  private VectorKernels() {}

  /**
   * Exercises each implementation until the JVM has compiled it, and uses it from then on. Takes
   * two or three seconds of a processor, which others may have meanwhile. Does nothing where the
   * JVM has no vectors.
   */
  public static void warmUp() {
    if (VectorUnit.BITS > 0) {
      ChaChaVectors.turnOn();
      GoppaEncoder.switchToVectors();
      GoppaDecoder.switchToVectors();
      SntrupVectors.turnOn();
      KeccakVectors.turnOn();
    }
  }
}
