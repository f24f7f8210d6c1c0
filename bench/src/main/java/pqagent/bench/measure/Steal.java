package pqagent.bench.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;

/**
 * Time that the hypervisor gave to others while we wanted to run, from {@code /proc/stat}
 * (proc(5)): that of the CPUs this process may run on. Ticks are of 10 ms.
 */
public final class Steal {
  private static final int STEAL_FIELD = 8;
  private static final int MOST_CPUS = 8192;
  private static final double TICKS_PER_NANO = 100e-9;

  private final long ticks;
  private final long nanos;

  Steal(long ticks, long nanos) {
    this.ticks = ticks;
    this.nanos = nanos;
  }

  /** Reads the clock and what was stolen so far; nothing where there is no {@code /proc}. */
  public static Steal now() {
    return now(allowed(lines("/proc/self/status")));
  }

  /** The same for all CPUs, also those that this process is kept from. */
  public static Steal ofMachine() {
    BitSet all = new BitSet();
    all.set(0, MOST_CPUS);
    return now(all);
  }

  private static Steal now(BitSet cpus) {
    return new Steal(ticks(lines("/proc/stat"), cpus), System.nanoTime());
  }

  private static List<String> lines(String file) {
    try {
      return Files.exists(Path.of(file)) ? Files.readAllLines(Path.of(file)) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Processors stolen, on average, from then to now: 0.2 is a fifth of one. */
  public double since(Steal then) {
    return (ticks - then.ticks) / (TICKS_PER_NANO * Math.max(1, nanos - then.nanos));
  }

  /**
   * Sums up the steal of the lines {@code cpuN user nice system idle iowait irq softirq steal …}.
   */
  static long ticks(List<String> stat, BitSet cpus) {
    long sum = 0;
    for (String line : stat) {
      String[] fields = line.split(" +", -1);
      if (fields[0].matches("cpu[0-9]+")
          && fields.length > STEAL_FIELD
          && cpus.get(Integer.parseInt(fields[0].substring(3)))) {
        sum += Long.parseLong(fields[STEAL_FIELD]);
      }
    }
    return sum;
  }

  /** The CPUs of {@code Cpus_allowed_list: 0-1,4}. */
  static BitSet allowed(List<String> status) {
    BitSet cpus = new BitSet();
    for (String line : status) {
      if (line.startsWith("Cpus_allowed_list:")) {
        for (String range : line.substring(line.indexOf(':') + 1).strip().split(",", -1)) {
          String[] ends = range.split("-", -1);
          int last = Integer.parseInt(ends[ends.length - 1]);
          cpus.set(Integer.parseInt(ends[0]), last + 1);
        }
      }
    }
    return cpus;
  }
}
