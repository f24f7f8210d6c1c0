package pqagent.crypto.primitive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Agreements are BouncyCastle's to the last byte, for points of all kinds. */
class X25519OracleTest {
  private static final byte[] P_LOW_FIRST = HexFormat.of().parseHex("ed" + "ff".repeat(30) + "7f");

  private final Random random = new Random(25519);

  @Test
  void shouldAgreeWithBouncyCastle_whenKeysAreRandom() {
    for (int i = 0; i < 3000; i++) {
      assertSame(bytes(), bytes());
    }
  }

  @Test
  void shouldAgreeWithBouncyCastle_whenLimbsAreFullOrEmpty() {
    for (int i = 0; i < 2000; i++) {
      assertSame(runs(), runs());
    }
  }

  @Test
  void shouldAgreeWithBouncyCastle_whenPointsAreNotReduced() {
    for (int i = -3; i < 19; i++) {
      byte[] point = P_LOW_FIRST.clone();
      point[0] += (byte) i;
      assertSame(bytes(), point);
      point[31] |= (byte) 0x80;
      assertSame(bytes(), point);
    }
  }

  /** RFC 7748, section 5.2: 1000 iterations. */
  @Test
  void shouldArriveWhereTheRfcDoes_whenIterated() {
    byte[] k = new byte[32];
    k[0] = 9;
    byte[] u = k.clone();
    byte[] out = new byte[32];
    for (int i = 0; i < 1000; i++) {
      X25519.agree(k, u, out);
      u = k;
      k = out.clone();
    }
    assertThat(HexFormat.of().formatHex(k))
        .isEqualTo("684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51");
  }

  @Test
  void shouldClearTheOutput_whenThePointIsOfLowOrder() {
    for (byte[] point : new byte[][] {new byte[32], P_LOW_FIRST.clone()}) {
      byte[] shared = bytes();
      assertThat(X25519.agree(bytes(), point, shared)).isFalse();
      assertThat(shared).containsOnly(0);
    }
  }

  private static void assertSame(byte[] secretKey, byte[] point) {
    byte[] ours = new byte[32];
    byte[] theirs = new byte[32];
    boolean usable =
        org.bouncycastle.math.ec.rfc7748.X25519.calculateAgreement(
            secretKey, 0, point, 0, theirs, 0);
    assertThat(X25519.agree(secretKey.clone(), point.clone(), ours)).isEqualTo(usable);
    assertThat(ours)
        .as("%s times %s", Arrays.toString(secretKey), Arrays.toString(point))
        .isEqualTo(theirs);
  }

  private byte[] bytes() {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Long runs of zeros and ones: carries go far. */
  private byte[] runs() {
    byte[] bytes = new byte[32];
    int bit = random.nextInt(2);
    for (int i = 0; i < 256; i++) {
      if (random.nextInt(40) == 0) {
        bit ^= 1;
      }
      bytes[i / 8] |= (byte) (bit << i % 8);
    }
    return bytes;
  }
}
