package pqagent.crypto.primitive;

import java.security.MessageDigest;
import java.util.Arrays;

/** A 32-byte secret that zeroes itself on close. Shows nothing, compares in constant time. */
public final class SecretKey implements AutoCloseable {
  public static final int BYTES = 32;

  private final byte[] bytes;

  private SecretKey(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Takes the array over: the caller must not use it again. */
  public static SecretKey wrap(byte[] bytes) {
    Lengths.require("bytes", bytes, BYTES);
    return new SecretKey(bytes);
  }

  /** The bytes themselves, not a copy, for code that computes with them. All zero once closed. */
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SecretKey that && MessageDigest.isEqual(bytes, that.bytes);
  }

  /** The same for all: a hash of the content would leak it. */
  @Override
  public int hashCode() {
    return BYTES;
  }

  @Override
  public void close() {
    Arrays.fill(bytes, (byte) 0);
  }
}
