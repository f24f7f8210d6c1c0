package pqagent.crypto.primitive;

import java.util.Arrays;

/** A 32-byte secret that zeroes itself on close. Shows nothing and compares to nothing. */
public final class SecretKey implements AutoCloseable {
  public static final int BYTES = 32;

  private final byte[] bytes;

  private SecretKey(byte[] bytes) {
    Lengths.require("bytes", bytes, BYTES);
    this.bytes = bytes;
  }

  /** Takes the array over: the caller must not use it again. */
  public static SecretKey wrap(byte[] bytes) {
    return new SecretKey(bytes);
  }

  /** The bytes themselves, not a copy, for code that computes with them. */
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public void close() {
    Arrays.fill(bytes, (byte) 0);
  }
}
