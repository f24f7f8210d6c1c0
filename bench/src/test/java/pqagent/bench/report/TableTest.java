package pqagent.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableTest {
  @Test
  void shouldAlignEachColumnToItsSide() {
    Table table = new Table(6, -8, 3);

    assertThat(table.line("name", "1.5 ms", "x")).isEqualTo("name      1.5 ms  x");
    assertThat(table.line("", "12 µs", "")).isEqualTo("           12 µs");
    assertThat(table.rule()).hasSize(6 + 2 + 8 + 2 + 3).matches("-+");
  }

  @ParameterizedTest
  @CsvSource({
    "0.994, 0.99 ns",
    "12.345, 12.3 ns",
    "999.4, 999 ns",
    "999.6, 1.00 µs",
    "47123, 47.1 µs",
    "302000000, 302 ms",
    "5e12, 5000 s"
  })
  void shouldShowThreeDigitsAndTheUnit(double nanos, String text) {
    assertThat(Table.time(nanos)).isEqualTo(text);
  }

  @Test
  void shouldShowARangeInOneUnit() {
    assertThat(Table.times(951, 1040)).isEqualTo("0.95–1.04 µs");
  }

  @Test
  void shouldFindTheProcessorsName() {
    assertThat(Machine.cpuModel(List.of("processor\t: 0", "model name\t: Fast: One")))
        .isEqualTo("Fast: One");
    assertThat(Machine.cpuModel(List.of())).isEqualTo(System.getProperty("os.arch"));
  }
}
