package pqagent.crypto.tunnel;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everything a tunnel holds, field by field: equal digests say that nothing changed. */
final class StateDigest {
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final StringBuilder text = new StringBuilder();
  private final List<byte[]> byteArrays = new ArrayList<>();
  private long arrayBytes;

  static String of(Tunnel tunnel) {
    StateDigest digest = new StateDigest();
    digest.add(tunnel);
    return digest.text.toString();
  }

  /** Bytes in the arrays of a tunnel, without object headers. */
  static long arrayBytes(Tunnel tunnel) {
    StateDigest digest = new StateDigest();
    digest.add(tunnel);
    return digest.arrayBytes;
  }

  /** Every byte array that a tunnel holds now: its keys. */
  static List<byte[]> byteArrays(Tunnel tunnel) {
    StateDigest digest = new StateDigest();
    digest.add(tunnel);
    return digest.byteArrays;
  }

  private void add(@Nullable Object value) {
    if (value == null || value instanceof Number || value instanceof Boolean) {
      text.append(value).append(' ');
    } else if (seen.add(value)) {
      switch (value) {
        case byte[] bytes -> {
          text.append(Arrays.toString(bytes));
          arrayBytes += bytes.length;
          byteArrays.add(bytes);
        }
        case long[] longs -> {
          text.append(Arrays.toString(longs));
          arrayBytes += 8L * longs.length;
        }
        case Object[] objects -> {
          arrayBytes += 4L * objects.length;
          Arrays.stream(objects).forEach(this::add);
        }
        default -> addFields(value);
      }
    }
  }

  private void addFields(Object value) {
    if (!value.getClass().getName().startsWith("pqagent.")) {
      throw new AssertionError("cannot look into " + value.getClass());
    }
    for (Field field : value.getClass().getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers())) {
        field.setAccessible(true);
        text.append(field.getName()).append('=');
        try {
          add(field.get(value));
        } catch (IllegalAccessException e) {
          throw new AssertionError(e);
        }
      }
    }
  }
}
