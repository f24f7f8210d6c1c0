package pqagent.bench.foreign;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** A key encapsulation in C, with the functions that Bernstein's libraries have. */
public final class NativeKem {
  private final MethodHandle keyPair;
  private final MethodHandle encapsulate;
  private final MethodHandle decapsulate;

  private NativeKem(SharedLibrary library, String prefix) {
    keyPair = library.function(prefix + "_keypair", Calls.ofPointers(2));
    encapsulate = library.function(prefix + "_enc", Calls.ofPointers(3));
    decapsulate = library.function(prefix + "_dec", Calls.ofPointers(3));
  }

  public static NativeKem mceliece6960119() {
    return new NativeKem(SharedLibrary.MCELIECE, "mceliece_kem_6960119");
  }

  public static NativeKem sntrup761() {
    return new NativeKem(SharedLibrary.NTRUPRIME, "ntruprime_kem_sntrup761");
  }

  public void keyPair(MemorySegment publicKey, MemorySegment secretKey) {
    try {
      int ignored = (int) keyPair.invokeExact(publicKey, secretKey);
    } catch (Throwable e) {
      throw Calls.failed(e);
    }
  }

  public void encapsulate(
      MemorySegment ciphertext, MemorySegment sharedKey, MemorySegment publicKey) {
    try {
      int ignored = (int) encapsulate.invokeExact(ciphertext, sharedKey, publicKey);
    } catch (Throwable e) {
      throw Calls.failed(e);
    }
  }

  public void decapsulate(
      MemorySegment sharedKey, MemorySegment ciphertext, MemorySegment secretKey) {
    try {
      int ignored = (int) decapsulate.invokeExact(sharedKey, ciphertext, secretKey);
    } catch (Throwable e) {
      throw Calls.failed(e);
    }
  }
}
