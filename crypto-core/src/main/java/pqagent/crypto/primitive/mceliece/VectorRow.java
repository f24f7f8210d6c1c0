package pqagent.crypto.primitive.mceliece;

import static jdk.incubator.vector.VectorOperators.XOR;
import static pqagent.crypto.simd.Vectors.BYTES;
import static pqagent.crypto.simd.Vectors.LONGS;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.LongVector;

/** A row of the public key times an error, on vectors. */
final class VectorRow {
  /** Bytes of a vector. */
  static final int STEP = BYTES.length();

  private VectorRow() {}

  /** As {@link GoppaEncoder} has it for any machine. */
  static long product(byte[] publicKey, int row, int rowBytes, byte[] tail) {
    LongVector sum = LongVector.zero(LONGS);
    int at = 0;
    for (; at + STEP <= rowBytes; at += STEP) {
      sum = sum.lanewise(XOR, words(publicKey, row + at).and(words(tail, at)));
    }
    LongVector end = words(publicKey, row + rowBytes - STEP).and(words(tail, rowBytes));
    return sum.lanewise(XOR, end).reduceLanes(XOR);
  }

  private static LongVector words(byte[] bytes, int at) {
    return ByteVector.fromArray(BYTES, bytes, at).reinterpretAsLongs();
  }
}
