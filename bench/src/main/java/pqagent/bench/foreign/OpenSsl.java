package pqagent.bench.foreign;

import static java.lang.foreign.MemorySegment.NULL;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** OpenSSL's EVP functions for what we compare. Only for machines that have libcrypto. */
@SuppressWarnings("restricted") // to call C
public final class OpenSsl {
  private static final int X25519_ID = 1034;
  private static final int GET_TAG = 0x10;
  private static final int SET_TAG = 0x11;
  private static final int TAG_BYTES = 16;

  private static final MethodHandle INIT = function("EVP_CipherInit_ex", 5, JAVA_INT);
  private static final MethodHandle UPDATE =
      SharedLibrary.OPENSSL.function(
          "EVP_CipherUpdate",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_INT));
  private static final MethodHandle FINAL = function("EVP_CipherFinal_ex", 3);
  private static final MethodHandle CONTROL =
      SharedLibrary.OPENSSL.function(
          "EVP_CIPHER_CTX_ctrl",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));
  private static final MethodHandle DERIVE = function("EVP_PKEY_derive", 3);

  private final MemorySegment context;
  private final MemorySegment count = Calls.memory(Long.BYTES);

  private OpenSsl(MemorySegment context) {
    this.context = context;
  }

  /** ChaCha20-Poly1305 with one context for all packets. */
  public static OpenSsl chaCha20Poly1305() {
    return cipher("EVP_chacha20_poly1305");
  }

  /** ChaCha20's key stream, with a context for all. */
  public static OpenSsl chaCha20() {
    return cipher("EVP_chacha20");
  }

  /** X25519 with both keys made ready. */
  public static OpenSsl x25519(byte[] secretKey, byte[] peerPublicKey) {
    MemorySegment secret = key("EVP_PKEY_new_raw_private_key", secretKey);
    MemorySegment peer = key("EVP_PKEY_new_raw_public_key", peerPublicKey);
    MemorySegment context = pointer("EVP_PKEY_CTX_new", secret, NULL);
    try {
      Calls.require(
          (int) function("EVP_PKEY_derive_init", 1).invokeExact(context) == 1
              && (int) function("EVP_PKEY_derive_set_peer", 2).invokeExact(context, peer) == 1,
          "EVP_PKEY_derive_set_peer");
    } catch (Throwable e) {
      throw Calls.failed(e);
    }
    return new OpenSsl(context);
  }

  public static String version() {
    MethodHandle version =
        SharedLibrary.OPENSSL.function("OpenSSL_version", FunctionDescriptor.of(ADDRESS, JAVA_INT));
    try {
      String text =
          ((MemorySegment) version.invokeExact(0)).reinterpret(Long.MAX_VALUE).getString(0);
      return text.split(" ", -1)[1];
    } catch (Throwable e) {
      throw Calls.failed(e);
    }
  }

  /** The tag goes behind the text. */
  public void seal(
      MemorySegment sealed,
      MemorySegment text,
      MemorySegment aad,
      MemorySegment nonce,
      MemorySegment key) {
    int bytes = (int) text.byteSize();
    try {
      int done = (int) INIT.invokeExact(context, NULL, NULL, key, nonce, 1);
      done &= (int) UPDATE.invokeExact(context, NULL, count, aad, (int) aad.byteSize());
      done &= (int) UPDATE.invokeExact(context, sealed, count, text, bytes);
      MemorySegment tag = sealed.asSlice(bytes);
      done &= (int) FINAL.invokeExact(context, tag, count);
      done &= (int) CONTROL.invokeExact(context, GET_TAG, TAG_BYTES, tag);
      Calls.require(done == 1, "EVP_CipherFinal_ex");
    } catch (Throwable e) {
      throw Calls.failed(e);
    }
  }

  public boolean open(
      MemorySegment text,
      MemorySegment sealed,
      MemorySegment aad,
      MemorySegment nonce,
      MemorySegment key) {
    int bytes = (int) sealed.byteSize() - TAG_BYTES;
    try {
      int done = (int) INIT.invokeExact(context, NULL, NULL, key, nonce, 0);
      done &= (int) CONTROL.invokeExact(context, SET_TAG, TAG_BYTES, sealed.asSlice(bytes));
      done &= (int) UPDATE.invokeExact(context, NULL, count, aad, (int) aad.byteSize());
      done &= (int) UPDATE.invokeExact(context, text, count, sealed, bytes);
      Calls.require(done == 1, "EVP_CipherUpdate");
      return (int) FINAL.invokeExact(context, text, count) == 1;
    } catch (Throwable e) {
      throw Calls.failed(e);
    }
  }

  /** Encrypts zeros from block 0 on; the nonce is of 16 bytes, block counter included. */
  public void stream(
      MemorySegment out, MemorySegment zeros, MemorySegment nonce, MemorySegment key) {
    try {
      int done = (int) INIT.invokeExact(context, NULL, NULL, key, nonce, 1);
      done &= (int) UPDATE.invokeExact(context, out, count, zeros, (int) zeros.byteSize());
      Calls.require(done == 1, "EVP_CipherUpdate");
    } catch (Throwable e) {
      throw Calls.failed(e);
    }
  }

  public void agree(MemorySegment sharedSecret) {
    count.set(JAVA_LONG, 0, sharedSecret.byteSize());
    try {
      Calls.require((int) DERIVE.invokeExact(context, sharedSecret, count) == 1, "EVP_PKEY_derive");
    } catch (Throwable e) {
      throw Calls.failed(e);
    }
  }

  private static OpenSsl cipher(String name) {
    MemorySegment context = pointer("EVP_CIPHER_CTX_new");
    MemorySegment cipher = pointer(name);
    try {
      Calls.require(
          (int) INIT.invokeExact(context, cipher, NULL, NULL, NULL, 1) == 1, "EVP_CipherInit_ex");
    } catch (Throwable e) {
      throw Calls.failed(e);
    }
    return new OpenSsl(context);
  }

  private static MemorySegment key(String function, byte[] key) {
    MethodHandle make =
        SharedLibrary.OPENSSL.function(
            function, FunctionDescriptor.of(ADDRESS, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG));
    try {
      return (MemorySegment)
          make.invokeExact(X25519_ID, NULL, Calls.copyOf(key), (long) key.length);
    } catch (Throwable e) {
      throw Calls.failed(e);
    }
  }

  /** Calls a function of pointers that returns one. */
  private static MemorySegment pointer(String name, MemorySegment... arguments) {
    FunctionDescriptor shape = Calls.ofPointers(arguments.length).changeReturnLayout(ADDRESS);
    try {
      return (MemorySegment)
          SharedLibrary.OPENSSL.function(name, shape).invokeWithArguments((Object[]) arguments);
    } catch (Throwable e) {
      throw Calls.failed(e);
    }
  }

  private static MethodHandle function(String name, int pointers, MemoryLayout... more) {
    return SharedLibrary.OPENSSL.function(
        name, Calls.ofPointers(pointers).appendArgumentLayouts(more));
  }
}
