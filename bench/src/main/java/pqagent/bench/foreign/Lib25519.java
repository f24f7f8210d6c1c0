package pqagent.bench.foreign;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** lib25519. Only for machines that have it. */
public final class Lib25519 {
  private static final MethodHandle AGREE =
      SharedLibrary.LIB25519.function("lib25519_dh_x25519", Calls.ofPointers(3));

  private Lib25519() {}

  /** X25519. */
  public static void agree(
      MemorySegment sharedSecret, MemorySegment peerPublicKey, MemorySegment secretKey) {
    try {
      int ignored = (int) AGREE.invokeExact(sharedSecret, peerPublicKey, secretKey);
    } catch (Throwable e) {
      throw Calls.failed(e);
    }
  }
}
