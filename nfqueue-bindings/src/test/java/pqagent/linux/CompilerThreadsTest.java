package pqagent.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CompilerThreadsTest {
  private static final int NICE = 3;

  /** Of the fields of /proc/…/stat behind the name, which may hold anything (proc(5)). */
  private static final int NICE_FIELD = 19 - 3;

  private record Task(String name, int nice) {
    static Task of(Path directory) {
      try {
        String name = Files.readString(directory.resolve("comm")).strip();
        String stat = Files.readString(directory.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return new Task(name, Integer.parseInt(fields[NICE_FIELD]));
      } catch (IOException e) {
        return new Task("it ended", 0);
      }
    }
  }

  /** Needs root: others cannot take back what they gave away. */
  @AfterEach
  void takeBack() throws IOException {
    assertThat(CompilerThreads.giveWay(0)).as("needs root").isPositive();
  }

  @Test
  void shouldHaveCompilersGiveWay_andNobodyElse() throws IOException {
    int threads = CompilerThreads.giveWay(NICE);

    assertThat(threads).isPositive();
    assertThat(tasks().filter(task -> task.nice() == NICE))
        .hasSizeGreaterThanOrEqualTo(threads)
        .allMatch(task -> task.name().matches("C[12] CompilerThre"));
    assertThat(tasks().filter(task -> task.name().contains("Compiler")))
        .allMatch(task -> task.nice() == NICE);
  }

  private static Stream<Task> tasks() throws IOException {
    try (Stream<Path> directories = Files.list(Path.of("/proc/self/task"))) {
      return directories.map(Task::of).toList().stream();
    }
  }
}
