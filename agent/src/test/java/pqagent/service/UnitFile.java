package pqagent.service;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A systemd unit's settings: as much of systemd.syntax(7) as our units use. */
record UnitFile(Map<String, List<String>> settings) {
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  static UnitFile parse(String text) {
    Map<String, List<String>> settings = new LinkedHashMap<>();
    text.lines()
        .filter(line -> line.matches("[A-Z][A-Za-z]*=.*"))
        .forEach(
            line -> {
              int equals = line.indexOf('=');
              settings
                  .computeIfAbsent(line.substring(0, equals), key -> new ArrayList<>())
                  .add(line.substring(equals + 1));
            });
    return new UnitFile(settings);
  }

  /** The value of a setting that stands there once. */
  String only(String key) {
    List<String> values = settings.getOrDefault(key, List.of());
    if (values.size() != 1) {
      throw new IllegalStateException(key + " stands " + values.size() + " times");
    }
    return values.getFirst();
  }

  /**
   * The words of a command line without its {@code +}; a word $NAME becomes that variable's words.
   */
  List<String> command(String key, Map<String, String> environment) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(only(key).replaceFirst("^\\+", ""));
    while (matcher.find()) {
      String plain = matcher.group(2);
      if (plain == null) {
        words.add(matcher.group(1));
      } else if (plain.startsWith("$")) {
        String value = environment.getOrDefault(plain.substring(1), "");
        words.addAll(value.isBlank() ? List.of() : List.of(value.strip().split("\\s+")));
      } else {
        words.add(plain);
      }
    }
    return words;
  }

  boolean isRunByRoot(String key) {
    return only(key).startsWith("+");
  }
}
