package pqagent.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadedServerTest {
  @ParameterizedTest
  @CsvSource({"1, 16", "65533, 16", "65534, 17", "500000, 19"})
  void shouldHaveAnAddressForEveryTunnel(int tunnels, int bits) {
    assertThat(LoadedServer.addressBits(tunnels)).isEqualTo(bits);
  }
}
