package pqagent.bench.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceTest {
  @TempDir private Path directory;

  private Service start(String script) {
    return Service.start("it", directory.resolve("log"), List.of("sh", "-c", script));
  }

  @Test
  void shouldWaitForALine_andHaveMemory() {
    try (Service service = start("sleep 0.2; echo it is ready; exec sleep 60")) {
      assertThat(service.awaitLog("is ready").toMillis()).isGreaterThanOrEqualTo(200);
      assertThat(service.usage().residentBytes()).isPositive();
    }
  }

  @Test
  void shouldTellTheLastLine_whenItEndsBefore() {
    try (Service service = start("echo first; echo why; exit 3")) {
      assertThatThrownBy(() -> service.awaitLog("is ready"))
          .isInstanceOf(NetworkException.class)
          .hasMessage("it ended: why");
      assertThatThrownBy(service::usage).hasMessage("it ended: why");
    }
  }
}
