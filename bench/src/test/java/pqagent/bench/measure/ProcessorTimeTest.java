package pqagent.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessorTimeTest {
  @Test
  void shouldAddUpWork_withoutIdlenessWaitingAndSteal() {
    List<String> stat =
        List.of("cpu  100 20 50 9000 700 3 2 7000 0 0", "cpu0 60 0 30 4500 1 0 1 70 0 0");

    assertThat(ProcessorTime.seconds(stat)).isEqualTo(1.75);
  }

  @Test
  void shouldOnlyGrow() {
    double before = ProcessorTime.seconds();

    assertThat(ProcessorTime.seconds()).isGreaterThanOrEqualTo(before).isPositive();
  }

  @Test
  void shouldRefuse_whatIsNoProcStat() {
    assertThatThrownBy(() -> ProcessorTime.seconds(List.of("intr 1 2")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
