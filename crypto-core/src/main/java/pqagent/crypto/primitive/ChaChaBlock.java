package pqagent.crypto.primitive;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * One block of the ChaCha20 key stream: ten double rounds over 16 words, all in local variables
 * (RFC 8439 section 2.3, with the original split of counter and nonce).
 */
final class ChaChaBlock {
  private static final int SIGMA0 = 0x61707865;
  private static final int SIGMA1 = 0x3320646e;
  private static final int SIGMA2 = 0x79622d32;
  private static final int SIGMA3 = 0x6b206574;
  private static final int DOUBLE_ROUNDS = 10;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private ChaChaBlock() {}

  /** Writes 64 bytes of stream at {@code offset}, or only the first 32 when not {@code whole}. */
  static void write(
      long key0,
      long key1,
      long key2,
      long key3,
      long counter,
      long nonce,
      byte[] out,
      int offset,
      boolean whole) {
    int k0 = (int) key0;
    int k1 = (int) (key0 >>> 32);
    int k2 = (int) key1;
    int k3 = (int) (key1 >>> 32);
    int k4 = (int) key2;
    int k5 = (int) (key2 >>> 32);
    int k6 = (int) key3;
    int k7 = (int) (key3 >>> 32);
    int c0 = (int) counter;
    int c1 = (int) (counter >>> 32);
    int n0 = (int) nonce;
    int n1 = (int) (nonce >>> 32);
    int x0 = SIGMA0;
    int x1 = SIGMA1;
    int x2 = SIGMA2;
    int x3 = SIGMA3;
    int x4 = k0;
    int x5 = k1;
    int x6 = k2;
    int x7 = k3;
    int x8 = k4;
    int x9 = k5;
    int x10 = k6;
    int x11 = k7;
    int x12 = c0;
    int x13 = c1;
    int x14 = n0;
    int x15 = n1;
    for (int i = 0; i < DOUBLE_ROUNDS; i++) {
      x0 += x4;
      x12 = Integer.rotateLeft(x12 ^ x0, 16);
      x8 += x12;
      x4 = Integer.rotateLeft(x4 ^ x8, 12);
      x0 += x4;
      x12 = Integer.rotateLeft(x12 ^ x0, 8);
      x8 += x12;
      x4 = Integer.rotateLeft(x4 ^ x8, 7);
      x1 += x5;
      x13 = Integer.rotateLeft(x13 ^ x1, 16);
      x9 += x13;
      x5 = Integer.rotateLeft(x5 ^ x9, 12);
      x1 += x5;
      x13 = Integer.rotateLeft(x13 ^ x1, 8);
      x9 += x13;
      x5 = Integer.rotateLeft(x5 ^ x9, 7);
      x2 += x6;
      x14 = Integer.rotateLeft(x14 ^ x2, 16);
      x10 += x14;
      x6 = Integer.rotateLeft(x6 ^ x10, 12);
      x2 += x6;
      x14 = Integer.rotateLeft(x14 ^ x2, 8);
      x10 += x14;
      x6 = Integer.rotateLeft(x6 ^ x10, 7);
      x3 += x7;
      x15 = Integer.rotateLeft(x15 ^ x3, 16);
      x11 += x15;
      x7 = Integer.rotateLeft(x7 ^ x11, 12);
      x3 += x7;
      x15 = Integer.rotateLeft(x15 ^ x3, 8);
      x11 += x15;
      x7 = Integer.rotateLeft(x7 ^ x11, 7);
      x0 += x5;
      x15 = Integer.rotateLeft(x15 ^ x0, 16);
      x10 += x15;
      x5 = Integer.rotateLeft(x5 ^ x10, 12);
      x0 += x5;
      x15 = Integer.rotateLeft(x15 ^ x0, 8);
      x10 += x15;
      x5 = Integer.rotateLeft(x5 ^ x10, 7);
      x1 += x6;
      x12 = Integer.rotateLeft(x12 ^ x1, 16);
      x11 += x12;
      x6 = Integer.rotateLeft(x6 ^ x11, 12);
      x1 += x6;
      x12 = Integer.rotateLeft(x12 ^ x1, 8);
      x11 += x12;
      x6 = Integer.rotateLeft(x6 ^ x11, 7);
      x2 += x7;
      x13 = Integer.rotateLeft(x13 ^ x2, 16);
      x8 += x13;
      x7 = Integer.rotateLeft(x7 ^ x8, 12);
      x2 += x7;
      x13 = Integer.rotateLeft(x13 ^ x2, 8);
      x8 += x13;
      x7 = Integer.rotateLeft(x7 ^ x8, 7);
      x3 += x4;
      x14 = Integer.rotateLeft(x14 ^ x3, 16);
      x9 += x14;
      x4 = Integer.rotateLeft(x4 ^ x9, 12);
      x3 += x4;
      x14 = Integer.rotateLeft(x14 ^ x3, 8);
      x9 += x14;
      x4 = Integer.rotateLeft(x4 ^ x9, 7);
    }
    put(out, offset, x0 + SIGMA0, x1 + SIGMA1);
    put(out, offset + 8, x2 + SIGMA2, x3 + SIGMA3);
    put(out, offset + 16, x4 + k0, x5 + k1);
    put(out, offset + 24, x6 + k2, x7 + k3);
    if (whole) {
      put(out, offset + 32, x8 + k4, x9 + k5);
      put(out, offset + 40, x10 + k6, x11 + k7);
      put(out, offset + 48, x12 + c0, x13 + c1);
      put(out, offset + 56, x14 + n0, x15 + n1);
    }
  }

  private static void put(byte[] out, int offset, int low, int high) {
    LONGS.set(out, offset, (long) high << 32 | low & 0xffffffffL);
  }
}
