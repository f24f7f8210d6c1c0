package pqagent.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.annotations.Mode;
import pqagent.bench.crypto.Catalogue;
import pqagent.bench.crypto.Implementation;
import pqagent.bench.crypto.Operation;

/** Each benchmark runs once, so that none rots. */
class EveryBenchmarkTest {
  static Stream<Arguments> all() {
    return Catalogue.operations().stream()
        .flatMap(
            operation ->
                operation.implementations().stream()
                    .map(one -> Arguments.of(operation.name(), one.by())));
  }

  @ParameterizedTest
  @MethodSource("all")
  void shouldRun(String name, String by) {
    Operation operation = Catalogue.operation(name);

    Turn turn =
        Turn.run(
            Turn.options(operation, operation.by(by))
                .param("warmed", "false")
                .mode(Mode.SingleShotTime)
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1));

    assertThat(turn.nanos()).isPositive();
  }

  @Test
  void shouldComeFirst_whenItIsOurs() {
    assertThat(Catalogue.operations())
        .hasSizeGreaterThan(10)
        .allSatisfy(
            operation -> assertThat(operation.implementations().getFirst().isOurs()).isTrue());
  }

  @Test
  void shouldMeasureInAJvmOfItsOwn() {
    Operation operation = Catalogue.operation("x25519.agree");
    Implementation peer = operation.by("BouncyCastle");
    Effort effort = new Effort(1, 0, 1, Duration.ofMillis(50), Duration.ZERO);

    Turn turn = Turn.take(operation, peer, effort);

    assertThat(turn.nanos()).isBetween(1e3, 1e8);
    assertThat(turn.allocatedBytes()).isPositive();
  }
}
