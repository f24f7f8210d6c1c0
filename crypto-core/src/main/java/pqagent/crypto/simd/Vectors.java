package pqagent.crypto.simd;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vectors that all implementations compute on: the widest that {@link VectorUnit} has found.
 * Only to be loaded where it has found some.
 *
 * <p>All on the same, even where half of it would do: what the JVM learns of the vector classes'
 * methods it learns for all who call them, and once it has seen two widths of long it may stop
 * inlining. A decapsulation then took 4 ms instead of 0.1, and made 36 MB of garbage, depending on
 * what had been compiled before.
 */
public final class Vectors {
  private static final boolean WIDE = VectorUnit.BITS >= 512;

  public static final VectorSpecies<Long> LONGS =
      WIDE ? LongVector.SPECIES_512 : LongVector.SPECIES_256;
  public static final VectorSpecies<Integer> INTS =
      WIDE ? IntVector.SPECIES_512 : IntVector.SPECIES_256;
  public static final VectorSpecies<Float> FLOATS =
      WIDE ? FloatVector.SPECIES_512 : FloatVector.SPECIES_256;
  public static final VectorSpecies<Byte> BYTES =
      WIDE ? ByteVector.SPECIES_512 : ByteVector.SPECIES_256;

  private Vectors() {}
}
