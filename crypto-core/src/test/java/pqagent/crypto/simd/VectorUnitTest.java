package pqagent.crypto.simd;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VectorUnitTest {
  @Test
  void shouldSayWhatItFound() {
    assertThat(VectorUnit.BITS).isIn(0, 256, 512);
    assertThat(VectorUnit.description())
        .isEqualTo(
            VectorUnit.BITS == 0
                ? "portable code, no vectors"
                : "vectors of " + VectorUnit.BITS + " bits");
  }
}
