package pqagent.bench.crypto;

import java.util.function.Supplier;

/**
 * Somebody's way of an operation.
 *
 * @param by who: {@link #OURS}, or the peer's name
 * @param preparation makes keys and memory ready, outside of the time that counts
 */
public record Implementation(String by, Supplier<Work> preparation) {
  public static final String OURS = "ours";

  static Implementation ours(Supplier<Work> preparation) {
    return new Implementation(OURS, preparation);
  }

  static Implementation bouncyCastle(Supplier<Work> preparation) {
    return new Implementation("BouncyCastle", preparation);
  }

  static Implementation jdk(Supplier<Work> preparation) {
    return new Implementation("JDK", preparation);
  }

  public boolean isOurs() {
    return by.equals(OURS);
  }
}
