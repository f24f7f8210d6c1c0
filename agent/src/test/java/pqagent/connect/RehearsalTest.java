package pqagent.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RehearsalTest {
  @Test
  void shouldConnectEachTime_andLeaveNoFiles() throws Exception {
    List<Path> before = directories();
    assertThat(Rehearsal.run(3, new SecureRandom())).isEqualTo(3);
    assertThat(directories()).isEqualTo(before);
  }

  private static List<Path> directories() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(Rehearsal.DIRECTORY))
          .sorted()
          .toList();
    }
  }
}
