package pqagent.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The threads on which this Java virtual machine compiles, by the names that it gives them. */
public final class CompilerThreads {
  private static final Path THREADS = Path.of("/proc/self/task");

  /** Cut off by the kernel after 15 characters. */
  private static final Pattern NAME = Pattern.compile("C[12] CompilerThre");

  private CompilerThreads() {}

  /**
   * Has them give way to threads that a packet wakes, which would otherwise wait for the end of a
   * time slice (setpriority(2)). Those that they start later do as well. Does nothing where the
   * kernel refuses.
   *
   * @param nicer by how much than the thread that calls this, 0 to 39
   * @return how many threads there were and do
   */
  public static int giveWay(int nicer) throws IOException {
    int nice = Libc.getpriority(Libc.PRIO_PROCESS, 0) + nicer;
    int threads = 0;
    for (Path thread : list()) {
      int id = Integer.parseInt(thread.getFileName().toString());
      if (Libc.setpriority(Libc.PRIO_PROCESS, id, nice) == 0) {
        threads++;
      }
    }
    return threads;
  }

  private static List<Path> list() throws IOException {
    try (Stream<Path> threads = Files.list(THREADS)) {
      return threads.filter(CompilerThreads::compiles).toList();
    }
  }

  private static boolean compiles(Path thread) {
    try {
      return NAME.matcher(Files.readString(thread.resolve("comm")).strip()).matches();
    } catch (IOException e) {
      // It ended.
      return false;
    }
  }
}
