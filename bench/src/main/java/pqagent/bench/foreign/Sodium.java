package pqagent.bench.foreign;

import static java.lang.foreign.MemorySegment.NULL;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** libsodium. Only for machines that have it. */
@SuppressWarnings("restricted") // to call C
public final class Sodium {
  private static final SharedLibrary LIBRARY = SharedLibrary.SODIUM;
  private static final MethodHandle SEAL =
      LIBRARY.function(
          "crypto_aead_chacha20poly1305_ietf_encrypt",
          FunctionDescriptor.of(
              JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS,
              ADDRESS));
  private static final MethodHandle OPEN =
      LIBRARY.function(
          "crypto_aead_chacha20poly1305_ietf_decrypt",
          FunctionDescriptor.of(
              JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS,
              ADDRESS));
  private static final MethodHandle SCALAR_MULTIPLY =
      LIBRARY.function("crypto_scalarmult", Calls.ofPointers(3));
  private static final MethodHandle STREAM =
      LIBRARY.function(
          "crypto_stream_chacha20",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS));

  static {
    initialize();
  }

  private Sodium() {}

  /** Has the library choose its implementations for this processor. */
  private static void initialize() {
    MethodHandle init = LIBRARY.function("sodium_init", FunctionDescriptor.of(JAVA_INT));
    try {
      Calls.require((int) init.invokeExact() >= 0, "sodium_init");
    } catch (Throwable e) {
      throw Calls.failed(e);
    }
  }

  public static String version() {
    MethodHandle version =
        LIBRARY.function("sodium_version_string", FunctionDescriptor.of(ADDRESS));
    try {
      return ((MemorySegment) version.invokeExact()).reinterpret(Long.MAX_VALUE).getString(0);
    } catch (Throwable e) {
      throw Calls.failed(e);
    }
  }

  /** ChaCha20-Poly1305 (RFC 8439); the tag goes behind the text. */
  public static void seal(
      MemorySegment sealed,
      MemorySegment text,
      MemorySegment aad,
      MemorySegment nonce,
      MemorySegment key) {
    try {
      int ignored =
          (int)
              SEAL.invokeExact(
                  sealed, NULL, text, text.byteSize(), aad, aad.byteSize(), NULL, nonce, key);
    } catch (Throwable e) {
      throw Calls.failed(e);
    }
  }

  public static boolean open(
      MemorySegment text,
      MemorySegment sealed,
      MemorySegment aad,
      MemorySegment nonce,
      MemorySegment key) {
    try {
      return (int)
              OPEN.invokeExact(
                  text, NULL, NULL, sealed, sealed.byteSize(), aad, aad.byteSize(), nonce, key)
          == 0;
    } catch (Throwable e) {
      throw Calls.failed(e);
    }
  }

  /** X25519. */
  public static void agree(
      MemorySegment sharedSecret, MemorySegment secretKey, MemorySegment peerPublicKey) {
    try {
      int ignored = (int) SCALAR_MULTIPLY.invokeExact(sharedSecret, secretKey, peerPublicKey);
    } catch (Throwable e) {
      throw Calls.failed(e);
    }
  }

  /** ChaCha20's key stream from block 0 on, with a nonce of 8 bytes. */
  public static void stream(MemorySegment out, MemorySegment nonce, MemorySegment key) {
    try {
      int ignored = (int) STREAM.invokeExact(out, out.byteSize(), nonce, key);
    } catch (Throwable e) {
      throw Calls.failed(e);
    }
  }
}
