package pqagent.crypto.primitive;

import static java.lang.Integer.rotateLeft;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import pqagent.crypto.primitive.chacha.ChaChaVectors;
import pqagent.crypto.primitive.chacha.VectorKeyStream;

/**
 * {@code KDF}: keys cut from a ChaCha20 key stream in Bernstein's original form, with a counter and
 * a nonce of 64 bits each (Bernstein, "ChaCha, a variant of Salsa20", 2008; PROTOCOL.md section 1).
 *
 * <pre>
 *   words of a block's start    0  1  2  3    "expand 32-byte k"
 *                               4 .. 11       key
 *                              12 13          block counter, 64 bits, low word first
 *                              14 15          nonce
 * </pre>
 */
public final class KeyStream {
  public static final int KEY_BYTES = 32;

  /** So many keys are not worth a pass on vectors. */
  private static final int FEW_KEYS = 4;

  private static final int BLOCK_BYTES = 64;
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private KeyStream() {}

  /**
   * {@code KDF(n, key)}: writes n keys of 32 bytes. {@code out} may be the array of {@code key}.
   * Allocates nothing.
   */
  public static void derive(int n, byte[] key, int keyOffset, byte[] out, int outOffset) {
    requireRanges(n, key, keyOffset, out, outOffset);
    int bytes = n * KEY_BYTES;
    if (n > FEW_KEYS && ChaChaVectors.isOn()) {
      VectorKeyStream.derive(key, keyOffset, out, outOffset, bytes);
    } else {
      stream(key, keyOffset, 0, 0, out, outOffset, bytes);
    }
  }

  /** {@code KDF(n, key, input)} with 32 bytes of input. Arrays may be the same one. */
  public static void derive(
      int n, byte[] key, int keyOffset, byte[] input, byte[] out, int outOffset) {
    Lengths.require("input", input, KEY_BYTES);
    requireRanges(n, key, keyOffset, out, outOffset);
    long counter = (long) LONG.get(input, 0);
    long nonce = (long) LONG.get(input, 8);
    long innerCounter = (long) LONG.get(input, 16);
    long innerNonce = (long) LONG.get(input, 24);
    // The key in between stands where the first result will: no other copy of it is made.
    stream(key, keyOffset, counter, nonce, out, outOffset, KEY_BYTES);
    stream(out, outOffset, innerCounter, innerNonce, out, outOffset, n * KEY_BYTES);
  }

  private static void requireRanges(int n, byte[] key, int keyOffset, byte[] out, int outOffset) {
    if (n < 1 || n > Integer.MAX_VALUE / KEY_BYTES) {
      throw new IllegalArgumentException("n must be 1 key or more, not " + n);
    }
    Lengths.requireRange("key", key.length, keyOffset, KEY_BYTES);
    Lengths.requireRange("out", out.length, outOffset, n * KEY_BYTES);
  }

  /** Reads the key before it writes; {@code bytes} is a multiple of 32. */
  private static void stream(
      byte[] key, int keyOffset, long counter, long nonce, byte[] out, int outOffset, int bytes) {
    int c0 = 0x61707865;
    int c1 = 0x3320646e;
    int c2 = 0x79622d32;
    int c3 = 0x6b206574;
    int k0 = (int) INT.get(key, keyOffset);
    int k1 = (int) INT.get(key, keyOffset + 4);
    int k2 = (int) INT.get(key, keyOffset + 8);
    int k3 = (int) INT.get(key, keyOffset + 12);
    int k4 = (int) INT.get(key, keyOffset + 16);
    int k5 = (int) INT.get(key, keyOffset + 20);
    int k6 = (int) INT.get(key, keyOffset + 24);
    int k7 = (int) INT.get(key, keyOffset + 28);
    int n0 = (int) nonce;
    int n1 = (int) (nonce >>> 32);
    int end = outOffset + bytes;
    for (int at = outOffset; at < end; at += BLOCK_BYTES, counter++) {
      int x0 = c0;
      int x1 = c1;
      int x2 = c2;
      int x3 = c3;
      int x4 = k0;
      int x5 = k1;
      int x6 = k2;
      int x7 = k3;
      int x8 = k4;
      int x9 = k5;
      int x10 = k6;
      int x11 = k7;
      int x12 = (int) counter;
      int x13 = (int) (counter >>> 32);
      int x14 = n0;
      int x15 = n1;
      for (int doubleRound = 0; doubleRound < 10; doubleRound++) {
        x0 += x4;
        x12 = rotateLeft(x12 ^ x0, 16);
        x1 += x5;
        x13 = rotateLeft(x13 ^ x1, 16);
        x2 += x6;
        x14 = rotateLeft(x14 ^ x2, 16);
        x3 += x7;
        x15 = rotateLeft(x15 ^ x3, 16);
        x8 += x12;
        x4 = rotateLeft(x4 ^ x8, 12);
        x9 += x13;
        x5 = rotateLeft(x5 ^ x9, 12);
        x10 += x14;
        x6 = rotateLeft(x6 ^ x10, 12);
        x11 += x15;
        x7 = rotateLeft(x7 ^ x11, 12);
        x0 += x4;
        x12 = rotateLeft(x12 ^ x0, 8);
        x1 += x5;
        x13 = rotateLeft(x13 ^ x1, 8);
        x2 += x6;
        x14 = rotateLeft(x14 ^ x2, 8);
        x3 += x7;
        x15 = rotateLeft(x15 ^ x3, 8);
        x8 += x12;
        x4 = rotateLeft(x4 ^ x8, 7);
        x9 += x13;
        x5 = rotateLeft(x5 ^ x9, 7);
        x10 += x14;
        x6 = rotateLeft(x6 ^ x10, 7);
        x11 += x15;
        x7 = rotateLeft(x7 ^ x11, 7);
        x0 += x5;
        x15 = rotateLeft(x15 ^ x0, 16);
        x1 += x6;
        x12 = rotateLeft(x12 ^ x1, 16);
        x2 += x7;
        x13 = rotateLeft(x13 ^ x2, 16);
        x3 += x4;
        x14 = rotateLeft(x14 ^ x3, 16);
        x10 += x15;
        x5 = rotateLeft(x5 ^ x10, 12);
        x11 += x12;
        x6 = rotateLeft(x6 ^ x11, 12);
        x8 += x13;
        x7 = rotateLeft(x7 ^ x8, 12);
        x9 += x14;
        x4 = rotateLeft(x4 ^ x9, 12);
        x0 += x5;
        x15 = rotateLeft(x15 ^ x0, 8);
        x1 += x6;
        x12 = rotateLeft(x12 ^ x1, 8);
        x2 += x7;
        x13 = rotateLeft(x13 ^ x2, 8);
        x3 += x4;
        x14 = rotateLeft(x14 ^ x3, 8);
        x10 += x15;
        x5 = rotateLeft(x5 ^ x10, 7);
        x11 += x12;
        x6 = rotateLeft(x6 ^ x11, 7);
        x8 += x13;
        x7 = rotateLeft(x7 ^ x8, 7);
        x9 += x14;
        x4 = rotateLeft(x4 ^ x9, 7);
      }
      INT.set(out, at, x0 + c0);
      INT.set(out, at + 4, x1 + c1);
      INT.set(out, at + 8, x2 + c2);
      INT.set(out, at + 12, x3 + c3);
      INT.set(out, at + 16, x4 + k0);
      INT.set(out, at + 20, x5 + k1);
      INT.set(out, at + 24, x6 + k2);
      INT.set(out, at + 28, x7 + k3);
      if (at + KEY_BYTES == end) {
        break;
      }
      INT.set(out, at + 32, x8 + k4);
      INT.set(out, at + 36, x9 + k5);
      INT.set(out, at + 40, x10 + k6);
      INT.set(out, at + 44, x11 + k7);
      INT.set(out, at + 48, x12 + (int) counter);
      INT.set(out, at + 52, x13 + (int) (counter >>> 32));
      INT.set(out, at + 56, x14 + n0);
      INT.set(out, at + 60, x15 + n1);
    }
  }
}
