package pqagent.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Families of meters, one per constant of an enum, so that every series exists from the start. */
final class Meters {
  /** From a tunnel with everything cached on loopback to a 1 MB fetch over a bad line. */
  private static final Duration[] DURATION_BUCKETS =
      IntStream.of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private Meters() {}

  static MeterProvider<Counter> family(
      MeterRegistry registry, String name, String description, String... tags) {
    return Counter.builder(name).description(description).tags(tags).withRegistry(registry);
  }

  /** One counter per constant, at its ordinal. */
  static <E extends Enum<E> & Labelled> Counter[] counters(
      MeterProvider<Counter> family, Class<E> keys, String tag) {
    return Arrays.stream(keys.getEnumConstants())
        .map(key -> family.withTag(tag, key.label()))
        .toArray(Counter[]::new);
  }

  /** One counter per pair of constants, at their ordinals. */
  static <E extends Enum<E> & Labelled, F extends Enum<F> & Labelled> Counter[][] counters(
      MeterProvider<Counter> family,
      Class<E> keys,
      String tag,
      Class<F> innerKeys,
      String innerTag) {
    return Arrays.stream(keys.getEnumConstants())
        .map(key -> counters(with(family, tag, key.label()), innerKeys, innerTag))
        .toArray(Counter[][]::new);
  }

  private static MeterProvider<Counter> with(
      MeterProvider<Counter> family, String tag, String value) {
    return tags -> family.withTags(Tags.of(tags).and(tag, value));
  }

  static Timer timer(MeterRegistry registry, String name, String description, String... tags) {
    return Timer.builder(name)
        .description(description)
        .tags(tags)
        .serviceLevelObjectives(DURATION_BUCKETS)
        .register(registry);
  }
}
