package pqagent.crypto.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SkippedKeysTest {
  private final byte[] out = new byte[32];

  @Property(tries = 50)
  void shouldBehaveLikeAMap_whenKeysAreAddedAndTaken(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 100) int takePercent) {
    SkippedKeys keys = new SkippedKeys();
    TreeMap<Long, byte[]> model = new TreeMap<>();
    Random random = new Random(seed);
    long counter = 0;
    for (int i = 0; i < 3000; i++) {
      counter += 1 + random.nextInt(3);
      keys.add(counter, key(counter), 0);
      model.put(counter, key(counter));
      if (random.nextInt(100) < takePercent) {
        List<Long> known = new ArrayList<>(model.keySet());
        long taken = known.get(random.nextInt(known.size()));
        assertThat(keys.copy(taken, out, 0)).isTrue();
        assertThat(out).isEqualTo(model.remove(taken));
        keys.take(taken);
        assertThat(keys.copy(taken, out, 0)).isFalse();
      }
    }
    for (long c = 0; c <= counter + 1; c++) {
      assertThat(keys.copy(c, out, 0)).isEqualTo(model.containsKey(c));
    }
  }

  @Test
  void shouldKeepTheNewest_whenMoreAreSkippedThanItHolds() {
    SkippedKeys keys = new SkippedKeys();
    long added = 3L * EpochRules.MAX_SKIPPED;
    for (long c = 0; c < added; c++) {
      keys.add(c, key(c), 0);
    }
    assertThat(keys.capacity()).isEqualTo(EpochRules.MAX_SKIPPED);
    assertThat(keys.copy(added - EpochRules.MAX_SKIPPED - 1, out, 0)).isFalse();
    for (long c = added - EpochRules.MAX_SKIPPED; c < added; c++) {
      assertThat(keys.copy(c, out, 0)).isTrue();
      assertThat(out).isEqualTo(key(c));
    }
  }

  @Test
  void shouldStaySmall_whenFewAreMissing() {
    SkippedKeys keys = new SkippedKeys();
    for (long c = 0; c < 100_000; c++) {
      keys.add(c, key(c), 0);
      if (c >= 10) {
        keys.take(c - 10);
      }
    }
    assertThat(keys.capacity()).isEqualTo(16);
  }

  private static byte[] key(long counter) {
    return ByteBuffer.allocate(32).putLong(24, counter + 1).array();
  }
}
