package pqagent.crypto.primitive.mceliece;

import static pqagent.crypto.primitive.mceliece.BitslicedField.BLOCK;
import static pqagent.crypto.primitive.mceliece.BitslicedField.ROW;

import java.util.Arrays;

/** What {@link BitslicedField} spends its time with, word by word, for any machine. */
final class PortableField {
  private PortableField() {}

  /** h = f g; h may be f or g. */
  static void multiply(long[] h, int ho, long[] f, int fo, long[] g, int go) {
    for (int word = 0; word < ROW; word++) {
      multiplyWord(h, ho + word, f, fo + word, g, go + word);
    }
  }

  private static void multiplyWord(long[] h, int ho, long[] f, int fo, long[] g, int go) {
    final long f0 = f[fo];
    final long f1 = f[fo + 8];
    final long f2 = f[fo + 16];
    final long f3 = f[fo + 24];
    final long f4 = f[fo + 32];
    final long f5 = f[fo + 40];
    final long f6 = f[fo + 48];
    final long f7 = f[fo + 56];
    final long f8 = f[fo + 64];
    final long f9 = f[fo + 72];
    final long f10 = f[fo + 80];
    final long f11 = f[fo + 88];
    final long f12 = f[fo + 96];
    final long g0 = g[go];
    final long g1 = g[go + 8];
    final long g2 = g[go + 16];
    final long g3 = g[go + 24];
    final long g4 = g[go + 32];
    final long g5 = g[go + 40];
    final long g6 = g[go + 48];
    final long g7 = g[go + 56];
    final long g8 = g[go + 64];
    final long g9 = g[go + 72];
    final long g10 = g[go + 80];
    final long g11 = g[go + 88];
    final long g12 = g[go + 96];
    long r0 = f0 & g0;
    long r1 = (f0 & g1) ^ (f1 & g0);
    long r2 = (f0 & g2) ^ (f1 & g1) ^ (f2 & g0);
    long r3 = (f0 & g3) ^ (f1 & g2) ^ (f2 & g1) ^ (f3 & g0);
    long r4 = (f0 & g4) ^ (f1 & g3) ^ (f2 & g2) ^ (f3 & g1) ^ (f4 & g0);
    long r5 = (f0 & g5) ^ (f1 & g4) ^ (f2 & g3) ^ (f3 & g2) ^ (f4 & g1) ^ (f5 & g0);
    long r6 = (f0 & g6) ^ (f1 & g5) ^ (f2 & g4) ^ (f3 & g3) ^ (f4 & g2) ^ (f5 & g1) ^ (f6 & g0);
    long r7 =
        (f0 & g7) ^ (f1 & g6) ^ (f2 & g5) ^ (f3 & g4) ^ (f4 & g3) ^ (f5 & g2) ^ (f6 & g1)
            ^ (f7 & g0);
    long r8 =
        (f0 & g8) ^ (f1 & g7) ^ (f2 & g6) ^ (f3 & g5) ^ (f4 & g4) ^ (f5 & g3) ^ (f6 & g2)
            ^ (f7 & g1) ^ (f8 & g0);
    long r9 =
        (f0 & g9) ^ (f1 & g8) ^ (f2 & g7) ^ (f3 & g6) ^ (f4 & g5) ^ (f5 & g4) ^ (f6 & g3)
            ^ (f7 & g2) ^ (f8 & g1) ^ (f9 & g0);
    long r10 =
        (f0 & g10)
            ^ (f1 & g9)
            ^ (f2 & g8)
            ^ (f3 & g7)
            ^ (f4 & g6)
            ^ (f5 & g5)
            ^ (f6 & g4)
            ^ (f7 & g3)
            ^ (f8 & g2)
            ^ (f9 & g1)
            ^ (f10 & g0);
    long r11 =
        (f0 & g11)
            ^ (f1 & g10)
            ^ (f2 & g9)
            ^ (f3 & g8)
            ^ (f4 & g7)
            ^ (f5 & g6)
            ^ (f6 & g5)
            ^ (f7 & g4)
            ^ (f8 & g3)
            ^ (f9 & g2)
            ^ (f10 & g1)
            ^ (f11 & g0);
    long r12 =
        (f0 & g12)
            ^ (f1 & g11)
            ^ (f2 & g10)
            ^ (f3 & g9)
            ^ (f4 & g8)
            ^ (f5 & g7)
            ^ (f6 & g6)
            ^ (f7 & g5)
            ^ (f8 & g4)
            ^ (f9 & g3)
            ^ (f10 & g2)
            ^ (f11 & g1)
            ^ (f12 & g0);
    long r13 =
        (f1 & g12)
            ^ (f2 & g11)
            ^ (f3 & g10)
            ^ (f4 & g9)
            ^ (f5 & g8)
            ^ (f6 & g7)
            ^ (f7 & g6)
            ^ (f8 & g5)
            ^ (f9 & g4)
            ^ (f10 & g3)
            ^ (f11 & g2)
            ^ (f12 & g1);
    long r14 =
        (f2 & g12)
            ^ (f3 & g11)
            ^ (f4 & g10)
            ^ (f5 & g9)
            ^ (f6 & g8)
            ^ (f7 & g7)
            ^ (f8 & g6)
            ^ (f9 & g5)
            ^ (f10 & g4)
            ^ (f11 & g3)
            ^ (f12 & g2);
    long r15 =
        (f3 & g12)
            ^ (f4 & g11)
            ^ (f5 & g10)
            ^ (f6 & g9)
            ^ (f7 & g8)
            ^ (f8 & g7)
            ^ (f9 & g6)
            ^ (f10 & g5)
            ^ (f11 & g4)
            ^ (f12 & g3);
    long r16 =
        (f4 & g12)
            ^ (f5 & g11)
            ^ (f6 & g10)
            ^ (f7 & g9)
            ^ (f8 & g8)
            ^ (f9 & g7)
            ^ (f10 & g6)
            ^ (f11 & g5)
            ^ (f12 & g4);
    long r17 =
        (f5 & g12)
            ^ (f6 & g11)
            ^ (f7 & g10)
            ^ (f8 & g9)
            ^ (f9 & g8)
            ^ (f10 & g7)
            ^ (f11 & g6)
            ^ (f12 & g5);
    long r18 =
        (f6 & g12) ^ (f7 & g11) ^ (f8 & g10) ^ (f9 & g9) ^ (f10 & g8) ^ (f11 & g7) ^ (f12 & g6);
    long r19 = (f7 & g12) ^ (f8 & g11) ^ (f9 & g10) ^ (f10 & g9) ^ (f11 & g8) ^ (f12 & g7);
    long r20 = (f8 & g12) ^ (f9 & g11) ^ (f10 & g10) ^ (f11 & g9) ^ (f12 & g8);
    long r21 = (f9 & g12) ^ (f10 & g11) ^ (f11 & g10) ^ (f12 & g9);
    long r22 = (f10 & g12) ^ (f11 & g11) ^ (f12 & g10);
    long r23 = (f11 & g12) ^ (f12 & g11);
    final long r24 = f12 & g12;
    r15 ^= r24;
    r14 ^= r24;
    r12 ^= r24;
    r11 ^= r24;
    r14 ^= r23;
    r13 ^= r23;
    r11 ^= r23;
    r10 ^= r23;
    r13 ^= r22;
    r12 ^= r22;
    r10 ^= r22;
    r9 ^= r22;
    r12 ^= r21;
    r11 ^= r21;
    r9 ^= r21;
    r8 ^= r21;
    r11 ^= r20;
    r10 ^= r20;
    r8 ^= r20;
    r7 ^= r20;
    r10 ^= r19;
    r9 ^= r19;
    r7 ^= r19;
    r6 ^= r19;
    r9 ^= r18;
    r8 ^= r18;
    r6 ^= r18;
    r5 ^= r18;
    r8 ^= r17;
    r7 ^= r17;
    r5 ^= r17;
    r4 ^= r17;
    r7 ^= r16;
    r6 ^= r16;
    r4 ^= r16;
    r3 ^= r16;
    r6 ^= r15;
    r5 ^= r15;
    r3 ^= r15;
    r2 ^= r15;
    r5 ^= r14;
    r4 ^= r14;
    r2 ^= r14;
    r1 ^= r14;
    r4 ^= r13;
    r3 ^= r13;
    r1 ^= r13;
    r0 ^= r13;
    h[ho] = r0;
    h[ho + 8] = r1;
    h[ho + 16] = r2;
    h[ho + 24] = r3;
    h[ho + 32] = r4;
    h[ho + 40] = r5;
    h[ho + 48] = r6;
    h[ho + 56] = r7;
    h[ho + 64] = r8;
    h[ho + 72] = r9;
    h[ho + 80] = r10;
    h[ho + 88] = r11;
    h[ho + 96] = r12;
  }

  /** h = f²; h may be f. */
  static void square(long[] h, int ho, long[] f, int fo) {
    for (int word = 0; word < ROW; word++) {
      squareWord(h, ho + word, f, fo + word);
    }
  }

  private static void squareWord(long[] h, int ho, long[] f, int fo) {
    final long high = f[fo + 88] ^ f[fo + 96];
    final long f7 = f[fo + 56];
    final long f8 = f[fo + 64];
    final long f9 = f[fo + 72];
    final long f10 = f[fo + 80];
    final long f11 = f[fo + 88];
    final long f12 = f[fo + 96];
    h[ho + 96] = f[fo + 48] ^ high;
    h[ho + 80] = f[fo + 40] ^ f10 ^ f11;
    h[ho + 64] = f[fo + 32] ^ f9 ^ f10;
    h[ho + 48] = f[fo + 24] ^ f8 ^ f9 ^ f12;
    h[ho + 32] = f[fo + 16] ^ f7 ^ f8 ^ high;
    h[ho + 16] = f[fo + 8] ^ f7;
    h[ho] = f[fo] ^ f11;
    h[ho + 8] = f7 ^ high;
    h[ho + 24] = f8 ^ high;
    h[ho + 40] = f7 ^ f9;
    h[ho + 56] = f8 ^ f10;
    h[ho + 72] = f9 ^ f11;
    h[ho + 88] = f10 ^ f12;
  }

  /** h = h + f; h may be f. */
  static void add(long[] h, int ho, long[] f, int fo) {
    for (int at = 0; at < BLOCK; at++) {
      h[ho + at] ^= f[fo + at];
    }
  }

  /** Every element of h is the first of f. */
  static void fill(long[] h, long[] f) {
    for (int row = 0; row < BLOCK; row += ROW) {
      Arrays.fill(h, row, row + ROW, -(f[row] & 1));
    }
  }
}
