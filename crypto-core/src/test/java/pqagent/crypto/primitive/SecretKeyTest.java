package pqagent.crypto.primitive;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class SecretKeyTest {
  @Test
  void shouldZeroTheArrayItTookOver_whenClosed() {
    byte[] bytes = new byte[32];
    bytes[31] = 9;
    try (SecretKey key = SecretKey.wrap(bytes)) {
      assertThat(key.bytes()).isSameAs(bytes);
      assertThat(bytes[31]).isEqualTo((byte) 9);
    }
    assertThat(bytes).containsOnly(0);
  }

  @Test
  void shouldShowNothing_whenPrinted() {
    Object key = SecretKey.wrap("0123456789abcdef0123456789abcdef".getBytes(US_ASCII));
    assertThat(key.toString()).doesNotContain("0123", "3031", "[48");
    assertThat(key).hasSameHashCodeAs(SecretKey.wrap(new byte[32]));
  }

  @Test
  void shouldCompareByContent() {
    byte[] other = new byte[32];
    other[0] = 1;
    assertThat(SecretKey.wrap(new byte[32]))
        .isEqualTo(SecretKey.wrap(new byte[32]))
        .isNotEqualTo(SecretKey.wrap(other));
  }

  @Test
  void shouldRefuse_whenLengthIsWrong() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SecretKey.wrap(new byte[31]))
        .withMessage("bytes must be 32 bytes long, not 31");
  }
}
