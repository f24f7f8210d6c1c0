package pqagent.crypto.simd;

import jdk.incubator.vector.VectorShape;

/**
 * The vectors this JVM compiles to, found once. Each primitive that has an implementation on the
 * Vector API picks it, or its portable one, by this.
 *
 * <p>Its module is there only when Java was started with {@code --add-modules}; a class that names
 * it must not be loaded otherwise.
 */
public final class VectorUnit {
  /** The module to add when Java is started. */
  public static final String MODULE = "jdk.incubator.vector";

  /** Bits of a vector: 512, 256, or 0 when portable code is all there is. */
  public static final int BITS = detect();

  private VectorUnit() {}

  /** What was found, for the log. */
  public static String description() {
    return BITS == 0 ? "portable code, no vectors" : "vectors of %d bits".formatted(BITS);
  }

  private static int detect() {
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      return 0;
    }
    int bits = Preferred.BITS;
    return bits >= 512 ? 512 : bits >= 256 ? 256 : 0;
  }

  /** Apart, so that the module is named only once it is known to be there. */
  private static final class Preferred {
    static final int BITS = VectorShape.preferredShape().vectorBitSize();
  }
}
