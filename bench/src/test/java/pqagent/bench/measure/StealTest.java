package pqagent.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class StealTest {
  private static final List<String> STAT =
      List.of(
          "cpu  100 0 50 9000 1 0 2 77 0 0",
          "cpu0 60 0 30 4500 1 0 1 70 0 0",
          "cpu1 40 0 20 4500 0 0 1 7 0 0",
          "intr 12345 0 0");

  private static BitSet cpus(String list) {
    return Steal.allowed(List.of("Name:\tjava", "Cpus_allowed_list:\t" + list));
  }

  @Test
  void shouldSumUpWhatWasStolen_fromTheCpusWeMayRunOn() {
    assertThat(Steal.ticks(STAT, cpus("0-1"))).isEqualTo(77);
    assertThat(Steal.ticks(STAT, cpus("1"))).isEqualTo(7);
    assertThat(Steal.ticks(STAT, cpus("2-5"))).isZero();
  }

  @Test
  void shouldFindNothing_whenTheKernelDoesNotCountSteal() {
    assertThat(Steal.ticks(List.of("cpu0 60 0 30 4500 1 0 1"), cpus("0"))).isZero();
  }

  @Test
  void shouldReadRangesAndSingleCpus() {
    assertThat(cpus("0-2,5,7-8").stream()).containsExactly(0, 1, 2, 5, 7, 8);
  }

  @Test
  void shouldCountInProcessors() {
    Steal before = new Steal(100, 0);
    Steal after = new Steal(120, 1_000_000_000);

    assertThat(after.since(before)).isEqualTo(0.2);
  }
}
