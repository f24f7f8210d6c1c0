package pqagent.bench.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateSearchTest {
  private static final int LEAST = 20_000;
  private static final int MOST = 400_000;

  private final List<Integer> tried = new ArrayList<>();

  private Optional<Integer> search(int capacity, int steps) {
    return RateSearch.highest(
        LEAST,
        MOST,
        steps,
        rate -> {
          tried.add(rate);
          return rate;
        },
        rate -> rate <= capacity);
  }

  @ParameterizedTest
  @ValueSource(ints = {21_000, 40_000, 97_531, 200_000, 399_000})
  void shouldComeCloseFromBelow_inSevenSteps(int capacity) {
    // 20 to the power of 2 to the power of -7
    assertThat(search(capacity, 7).orElseThrow()).isBetween((int) (capacity / 1.024), capacity);
    assertThat(tried).hasSize(7).allSatisfy(rate -> assertThat(rate).isBetween(LEAST, MOST));
  }

  @Test
  void shouldHalveTheRange_onALogarithmicScale() {
    search(100_000, 3);

    assertThat(tried).containsExactly(89_443, 189_148, 130_069);
  }

  @Test
  void shouldFindNothing_whenNoRateGoesWell() {
    assertThat(search(LEAST - 1, 7)).isEmpty();
  }
}
