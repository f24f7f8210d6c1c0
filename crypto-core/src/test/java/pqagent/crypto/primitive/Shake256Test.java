package pqagent.crypto.primitive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Random;
import org.bouncycastle.crypto.digests.SHAKEDigest;
import org.junit.jupiter.api.Test;

/** The oracle is BouncyCastle's SHAKE256. */
class Shake256Test {
  private static final int MOST_BYTES = 3 * 136 + 2;

  private final Random random = new Random(202);

  @Test
  void shouldHashEach_whateverLengthAndCount() {
    for (int length = 0; length <= MOST_BYTES; length++) {
      int count = random.nextInt(20);
      int offset = random.nextInt(9);
      byte[] bytes = new byte[offset + count * length];
      random.nextBytes(bytes);
      byte[] hashes = Shake256.hashEach(bytes, offset, length, count);
      assertThat(hashes).hasSize(32 * count);
      for (int i = 0; i < count; i++) {
        byte[] expected = oracle(bytes, offset + i * length, length);
        assertThat(Arrays.copyOfRange(hashes, 32 * i, 32 * i + 32))
            .as("message %d of %d, each of %d bytes", i, count, length)
            .isEqualTo(expected)
            .isEqualTo(Shake256.hash(bytes, offset + i * length, length));
      }
    }
  }

  @Test
  void shouldNameTheBytes_whenTheyAreTooFew() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Shake256.hashEach(new byte[100], 1, 50, 2))
        .withMessage("bytes must have 100 bytes from 1 on, not end at 100");
  }

  private static byte[] oracle(byte[] bytes, int offset, int length) {
    SHAKEDigest digest = new SHAKEDigest(256);
    digest.update(bytes, offset, length);
    byte[] hash = new byte[32];
    digest.doFinal(hash, 0, hash.length);
    return hash;
  }
}
