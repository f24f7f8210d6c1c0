package pqagent.crypto.primitive.mceliece;

import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/** A row of the public key times an error, on vectors of 256 bits. */
final class VectorRow {
  static final int BYTES = 32;

  private static final VectorSpecies<Byte> OCTETS = ByteVector.SPECIES_256;
  private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_256;

  private VectorRow() {}

  /** As {@link GoppaEncoder} has it for any machine. */
  static long product(byte[] publicKey, int row, int last, long[] tail) {
    LongVector sum = LongVector.zero(LONGS);
    int at = row;
    int word = 0;
    for (; at < last; at += BYTES, word += LONGS.length()) {
      sum = sum.lanewise(XOR, words(publicKey, at).and(LongVector.fromArray(LONGS, tail, word)));
    }
    LongVector end = words(publicKey, last).and(LongVector.fromArray(LONGS, tail, word));
    return sum.lanewise(XOR, end).reduceLanes(XOR);
  }

  private static LongVector words(byte[] publicKey, int at) {
    return ByteVector.fromArray(OCTETS, publicKey, at).reinterpretAsLongs();
  }
}
