package pqagent.bench.network;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * What a process takes, from {@code /proc/PID} (proc(5)). Methods throw a NetworkException when it
 * has ended.
 */
public final class ProcessUsage {
  private static final double SECONDS_PER_TICK = 0.01;
  private static final int BYTES_PER_KB = 1024;

  /** Fields behind the command's name, which may contain anything, brackets too. */
  private static final int UTIME = 11;

  private static final int STIME = 12;

  private final String name;
  private final Path directory;

  ProcessUsage(String name, long pid) {
    this.name = name;
    this.directory = Path.of("/proc", Long.toString(pid));
  }

  /** CPU time of all its threads, those that ended too, in user and kernel mode. */
  public double cpuSeconds() {
    try {
      return parseCpuSeconds(Files.readString(directory.resolve("stat")));
    } catch (IOException e) {
      throw ended();
    }
  }

  /** CPU time of its living threads of this name. */
  public double cpuSeconds(String threadName) {
    double sum = 0;
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(directory.resolve("task"))) {
      for (Path thread : threads) {
        try {
          String stat = Files.readString(thread.resolve("stat"));
          sum += name(stat).equals(threadName) ? parseCpuSeconds(stat) : 0;
        } catch (NoSuchFileException e) {
          // it ended meanwhile
        }
      }
    } catch (IOException e) {
      throw ended();
    }
    return sum;
  }

  /** Memory that is in RAM. */
  public long residentBytes() {
    try {
      return residentBytes(Files.readAllLines(directory.resolve("status")));
    } catch (IOException e) {
      throw ended();
    }
  }

  private NetworkException ended() {
    return new NetworkException(name + " ended");
  }

  static String name(String stat) {
    return stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
  }

  static double parseCpuSeconds(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME])) * SECONDS_PER_TICK;
  }

  static long residentBytes(List<String> status) {
    return status.stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * BYTES_PER_KB)
        .findFirst()
        .orElseThrow(() -> new NetworkException("a process without VmRSS in its status"));
  }
}
