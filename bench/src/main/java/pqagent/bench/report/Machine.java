package pqagent.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import pqagent.crypto.simd.VectorUnit;

/** On what was measured. */
public final class Machine {
  private Machine() {}

  /** One line: processor, vectors, Java, kernel, load. */
  public static String description() {
    return String.format(
        Locale.ROOT,
        "%s, %d CPU(s), %s; %s %s; %s %s, load %s",
        cpuModel(lines("/proc/cpuinfo")),
        Runtime.getRuntime().availableProcessors(),
        VectorUnit.description(),
        System.getProperty("java.vm.name"),
        Runtime.version(),
        System.getProperty("os.name"),
        System.getProperty("os.version"),
        lines("/proc/loadavg").stream()
            .findFirst()
            .map(line -> line.split(" ", -1)[0])
            .orElse("?"));
  }

  static String cpuModel(List<String> cpuinfo) {
    return cpuinfo.stream()
        .filter(line -> line.startsWith("model name"))
        .findFirst()
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .orElse(System.getProperty("os.arch"));
  }

  private static List<String> lines(String file) {
    try {
      return Files.readAllLines(Path.of(file));
    } catch (IOException e) {
      return List.of();
    }
  }
}
