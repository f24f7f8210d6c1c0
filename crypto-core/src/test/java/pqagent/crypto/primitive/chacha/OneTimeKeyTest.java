package pqagent.crypto.primitive.chacha;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class OneTimeKeyTest {
  @Test
  void shouldZeroTheArrayTheCipherKept_whenTheNextKeyIsSet() {
    byte[] keys = new byte[64];
    Arrays.fill(keys, 0, 32, (byte) 1);
    Arrays.fill(keys, 32, 64, (byte) 2);
    OneTimeKey key = new OneTimeKey();
    key.set(keys, 0);
    byte[] first = key.getEncoded();
    assertThat(first).containsOnly(1);
    key.set(keys, 32);
    assertThat(key.getEncoded()).isNotSameAs(first).containsOnly(2);
    assertThat(first).containsOnly(0);
  }
}
