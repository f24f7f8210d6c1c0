package pqagent.crypto.primitive;

/** A 32-byte secret that zeroes itself on close. Shows nothing, compares in constant time. */
public final class SecretKey implements AutoCloseable {
  public static final int BYTES = 32;

  /** Takes the array over: the caller must not use it again. */
  public static SecretKey wrap(byte[] bytes) {
    throw new UnsupportedOperationException("not yet");
  }

  /** The bytes themselves, not a copy, for code that computes with them. */
  public byte[] bytes() {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException("not yet");
  }
}
