package pqagent.bench.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessUsageTest {
  private static final String STAT =
      "4711 (a) b (c) S 1 4711 4711 0 -1 4194304 900 0 2 0 250 75 11 12 20 0 27 0 8000 1 2";

  @Test
  void shouldAddUserAndKernelTime_whateverTheNameIs() {
    assertThat(ProcessUsage.parseCpuSeconds(STAT)).isEqualTo(3.25, within(1e-9));
    assertThat(ProcessUsage.name(STAT)).isEqualTo("a) b (c");
  }

  @Test
  void shouldReadWhatIsInRam() {
    assertThat(ProcessUsage.residentBytes(List.of("VmHWM:\t  999 kB", "VmRSS:\t    1024 kB")))
        .isEqualTo(1 << 20);
    assertThatThrownBy(() -> ProcessUsage.residentBytes(List.of("Name:\tgone")))
        .hasMessageContaining("without VmRSS");
  }

  @Test
  void shouldKnowThisProcess() {
    ProcessUsage usage = new ProcessUsage("this", ProcessHandle.current().pid());

    assertThat(usage.residentBytes()).isPositive();
    assertThat(usage.cpuSeconds()).isPositive();
    assertThat(usage.cpuSeconds("no such thread")).isZero();
  }
}
