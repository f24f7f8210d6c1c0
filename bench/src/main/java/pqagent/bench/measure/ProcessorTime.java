package pqagent.bench.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The time that processors of this machine worked for anybody, from {@code /proc/stat} (proc(5)).
 */
public final class ProcessorTime {
  private static final int[] WORK_FIELDS = {1, 2, 3, 6, 7}; // user nice system irq softirq
  private static final double TICKS_PER_SECOND = 100;

  private ProcessorTime() {}

  /** So far, in seconds, all processors together. */
  public static double seconds() {
    try {
      return seconds(Files.readAllLines(Path.of("/proc/stat")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of the line {@code cpu user nice system idle iowait irq softirq …}. */
  static double seconds(List<String> stat) {
    String[] fields =
        stat.stream()
            .filter(line -> line.startsWith("cpu "))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no line of all processors"))
            .split(" +", -1);
    long ticks = 0;
    for (int field : WORK_FIELDS) {
      ticks += Long.parseLong(fields[field]);
    }
    return ticks / TICKS_PER_SECOND;
  }
}
