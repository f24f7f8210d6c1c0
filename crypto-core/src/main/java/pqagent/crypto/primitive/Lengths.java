package pqagent.crypto.primitive;

/** Checks of arguments' lengths: what has a wrong one is a caller's mistake. */
public final class Lengths {
  private Lengths() {}

  /** Throws an IllegalArgumentException that names the argument and both lengths. */
  public static void require(String argument, byte[] bytes, int wanted) {
    if (bytes.length != wanted) {
      throw new IllegalArgumentException(
          "%s must be %d bytes long, not %d".formatted(argument, wanted, bytes.length));
    }
  }

  /** The same for a range: {@code wanted} bytes of an array or buffer, from {@code offset} on. */
  public static void requireRange(String argument, int length, int offset, int wanted) {
    if (offset < 0 || wanted < 0 || offset > length - wanted) {
      throw new IllegalArgumentException(
          "%s must have %d bytes from %d on, not end at %d"
              .formatted(argument, wanted, offset, length));
    }
  }
}
