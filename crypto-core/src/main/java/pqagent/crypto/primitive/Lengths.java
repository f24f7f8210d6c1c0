package pqagent.crypto.primitive;

/** Checks of arguments' lengths. */
final class Lengths {
  private Lengths() {}

  /** Throws an IllegalArgumentException that names the argument and both lengths. */
  static void require(String argument, byte[] bytes, int wanted) {
    if (bytes.length != wanted) {
      throw new IllegalArgumentException(
          "%s must be %d bytes long, not %d".formatted(argument, wanted, bytes.length));
    }
  }
}
