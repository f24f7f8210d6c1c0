package pqagent.bench.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShellTest {
  @Test
  void shouldReturnWhatACommandPrinted() {
    assertThat(Shell.run("echo", "a word")).isEqualTo("a word\n");
  }

  @Test
  void shouldTellTheLastLine_whenACommandFails() {
    assertThatThrownBy(() -> Shell.run("sh", "-c", "echo first; echo why >&2; exit 3"))
        .isInstanceOf(NetworkException.class)
        .hasMessageEndingWith(": why");
  }

  @Test
  void shouldSayThatAProgramIsMissing() {
    assertThatThrownBy(() -> Shell.run("no-such-program"))
        .hasMessage("cannot run no-such-program: is it installed?");
  }

  @Test
  void shouldEndACommand_thatTakesTooLong() {
    assertThatThrownBy(() -> Shell.outcome(List.of("sleep", "600"), Duration.ofMillis(100)))
        .isInstanceOf(NetworkException.class)
        .hasMessageContaining("did not end");
  }
}
