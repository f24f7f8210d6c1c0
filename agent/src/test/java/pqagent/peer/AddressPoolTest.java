package pqagent.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AddressPoolTest {
  private final AddressRange range = AddressRange.parse("10.43.0.1/28");
  private final AddressPool pool = new AddressPool(range);

  @Test
  void shouldGiveEachAddressOnce_exceptNetworkBroadcastAndOwn() {
    Set<Integer> given = new HashSet<>();
    for (OptionalInt a = pool.take(); a.isPresent(); a = pool.take()) {
      assertThat(given.add(a.getAsInt())).isTrue();
      assertThat(range.contains(a.getAsInt())).isTrue();
    }
    assertThat(given).hasSize(13).doesNotContain(range.network(), range.broadcast(), range.own());
    assertThat(pool.used()).isEqualTo(13);
    assertThat(pool.free()).isZero();
  }

  @Test
  void shouldReuseTheAddressReturnedLongestAgo_whenNoFreshOneIsLeft() {
    int first = pool.take().orElseThrow();
    int second = pool.take().orElseThrow();
    pool.giveBack(second);
    pool.giveBack(first);
    for (int i = 0; i < 11; i++) {
      assertThat(pool.take().orElseThrow()).isNotIn(first, second);
    }
    assertThat(pool.quarantined()).isEqualTo(2);
    assertThat(pool.take()).hasValue(second);
    assertThat(pool.take()).hasValue(first);
    assertThat(pool.take()).isEmpty();
  }

  @Test
  void shouldRefuseACertainAddress_whenItIsTakenReservedOrOutside() {
    int wanted = Ipv4.parse("10.43.0.9");
    assertThat(pool.take(wanted)).isTrue();
    assertThat(pool.take(wanted)).isFalse();
    assertThat(pool.take(range.own())).isFalse();
    assertThat(pool.take(range.network())).isFalse();
    assertThat(pool.take(range.broadcast())).isFalse();
    assertThat(pool.take(Ipv4.parse("10.44.0.9"))).isFalse();
  }

  @Test
  void shouldIgnoreWhatWasNeverGiven_whenItIsGivenBack() {
    pool.giveBack(range.own());
    pool.giveBack(Ipv4.parse("10.43.0.5"));
    assertThat(pool.used()).isZero();
    assertThat(pool.quarantined()).isZero();
  }
}
