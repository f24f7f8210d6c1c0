package pqagent.bench.report;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Lines of columns, printed as they come: the widths are known before. */
public final class Table {
  private static final Map<Long, String> UNITS =
      Map.of(1L, "ns", 1000L, "µs", 1_000_000L, "ms", 1_000_000_000L, "s");

  private final int[] widths;

  /** A positive width aligns left, a negative one right. */
  public Table(int... widths) {
    this.widths = widths.clone();
  }

  /** A line; cells may be fewer than columns. */
  public String line(String... cells) {
    return IntStream.range(0, Math.min(cells.length, widths.length))
        .mapToObj(i -> String.format(Locale.ROOT, "%" + -widths[i] + "s", cells[i]))
        .collect(Collectors.joining("  "))
        .stripTrailing();
  }

  /** A line between others. */
  public String rule() {
    return "-".repeat(Arrays.stream(widths).map(Math::abs).sum() + 2 * (widths.length - 1));
  }

  /** A time in the unit that leaves 1 to 999 before the point, with three digits. */
  public static String time(double nanos) {
    return digits(nanos / scale(nanos)) + " " + UNITS.get(scale(nanos));
  }

  /** From one time to another, in the unit of the second. */
  public static String times(double leastNanos, double mostNanos) {
    return digits(leastNanos / scale(mostNanos)) + "–" + time(mostNanos);
  }

  private static long scale(double nanos) {
    long scale = 1;
    while (nanos / scale >= 999.5 && UNITS.containsKey(scale * 1000)) {
      scale *= 1000;
    }
    return scale;
  }

  /** A number with three digits that count. */
  public static String digits(double value) {
    int decimals = value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
