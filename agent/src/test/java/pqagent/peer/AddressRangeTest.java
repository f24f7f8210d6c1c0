package pqagent.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {
  @Test
  void shouldKnowItsBounds() {
    AddressRange range = AddressRange.parse("10.43.0.1/16");
    assertThat(Ipv4.format(range.network())).isEqualTo("10.43.0.0");
    assertThat(Ipv4.format(range.broadcast())).isEqualTo("10.43.255.255");
    assertThat(range.size()).isEqualTo(65536);
    assertThat(range.contains(Ipv4.parse("10.43.200.7"))).isTrue();
    assertThat(range.contains(Ipv4.parse("10.42.255.255"))).isFalse();
    assertThat(range).hasToString("10.43.0.1/16");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.43.0.1",
        "10.43.0.1/",
        "10.43.0.1/7",
        "10.43.0.1/31",
        "10.43.0/16",
        "a/16",
        "10.43.0.256/16",
        "10.43.0.1/16/16",
        "-1.43.0.1/16"
      })
  void shouldRefuse_whenItIsNoAddressAndPrefix(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> AddressRange.parse(text));
  }
}
