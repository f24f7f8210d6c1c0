package pqagent.bench.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One number for other programs to read.
 *
 * @param name of what was measured, such as {@code x25519.agree}
 * @param metric such as {@code time}, {@code alloc} or {@code t}
 * @param unit such as {@code ns/op}, or empty for a pure number
 * @param peer whose number it is; null when it is ours
 * @param ratio how much better ours is: the peer's value over ours where less is better, ours over
 *     the peer's where more is; null when it is ours, or when there is nothing to compare
 */
public record Row(
    String name,
    String metric,
    String unit,
    double value,
    @Nullable String peer,
    @Nullable Double ratio) {
  private static final MathContext DIGITS = new MathContext(5);

  /** The rows as a JSON array, one row a line. */
  public static String json(List<Row> rows) {
    return rows.stream().map(Row::json).collect(Collectors.joining(",\n  ", "[\n  ", "\n]\n"));
  }

  private String json() {
    return "{\"name\": %s, \"metric\": %s, \"unit\": %s, \"value\": %s, \"peer\": %s, \"ratio\": %s}"
        .formatted(text(name), text(metric), text(unit), number(value), text(peer), number(ratio));
  }

  private static String number(@Nullable Double value) {
    return value == null || !Double.isFinite(value)
        ? "null"
        : BigDecimal.valueOf(value).round(DIGITS).toPlainString();
  }

  private static String text(@Nullable String text) {
    if (text == null) {
      return "null";
    }
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ') {
        quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
