package pqagent.crypto.name;

import java.util.Optional;

/** DNSCurve base32, little-endian (PROTOCOL.md section 2). */
public final class Base32 {
  private Base32() {}

  public static String encode(byte[] bytes) {
    throw new UnsupportedOperationException("not yet");
  }

  /**
   * Decodes digits of either case to exactly {@code bytes} bytes; empty on a foreign digit or a
   * value that does not fit.
   */
  public static Optional<byte[]> decode(String digits, int bytes) {
    throw new UnsupportedOperationException("not yet");
  }
}
