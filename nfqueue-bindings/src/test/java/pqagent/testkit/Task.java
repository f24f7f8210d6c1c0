package pqagent.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A thread of a process, as the kernel knows it.
 *
 * @param name 15 characters at most
 * @param nice -20 to 19, most
 */
public record Task(String name, int nice) {
  /** Of the fields of /proc/…/stat behind the name, which may hold anything (proc(5)). */
  private static final int NICE_FIELD = 19 - 3;

  /** All threads of a process at the moment. */
  public static List<Task> of(long pid) throws IOException {
    try (Stream<Path> tasks = Files.list(Path.of("/proc/%d/task".formatted(pid)))) {
      return tasks.map(Task::read).flatMap(Optional::stream).toList();
    }
  }

  /** Whether Java compiles on it. */
  public boolean compiles() {
    return name.matches("C[12] CompilerThre");
  }

  /** Nothing when the thread has ended. */
  private static Optional<Task> read(Path directory) {
    try {
      String name = Files.readString(directory.resolve("comm")).strip();
      String stat = Files.readString(directory.resolve("stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return Optional.of(new Task(name, Integer.parseInt(fields[NICE_FIELD])));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
