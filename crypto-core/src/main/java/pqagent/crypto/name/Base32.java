package pqagent.crypto.name;

import java.util.Optional;

/**
 * DNSCurve base32 (PROTOCOL.md section 2): the bytes are one little-endian number, whose digits of
 * five bits are written least significant first.
 */
public final class Base32 {
  private static final String ALPHABET = "0123456789bcdfghjklmnpqrstuvwxyz";
  private static final int DIGIT_BITS = 5;
  private static final int DIGIT_MASK = 31;

  private Base32() {}

  /** Digits in lower case: ⌈8n / 5⌉ for n bytes. */
  public static String encode(byte[] bytes) {
    StringBuilder digits = new StringBuilder((bytes.length * Byte.SIZE + 4) / DIGIT_BITS);
    int pending = 0;
    int pendingBits = 0;
    for (byte b : bytes) {
      pending |= Byte.toUnsignedInt(b) << pendingBits;
      pendingBits += Byte.SIZE;
      while (pendingBits >= DIGIT_BITS) {
        digits.append(ALPHABET.charAt(pending & DIGIT_MASK));
        pending >>>= DIGIT_BITS;
        pendingBits -= DIGIT_BITS;
      }
    }
    if (pendingBits > 0) {
      digits.append(ALPHABET.charAt(pending));
    }
    return digits.toString();
  }

  /**
   * Decodes digits of either case to exactly {@code bytes} bytes; empty on a foreign digit or a
   * value that does not fit.
   */
  public static Optional<byte[]> decode(String digits, int bytes) {
    byte[] decoded = new byte[bytes];
    int length = 0;
    int pending = 0;
    int pendingBits = 0;
    for (int i = 0; i < digits.length(); i++) {
      int value = valueOf(digits.charAt(i));
      if (value < 0) {
        return Optional.empty();
      }
      pending |= value << pendingBits;
      pendingBits += DIGIT_BITS;
      if (length == bytes) {
        if (pending != 0) {
          return Optional.empty();
        }
        pendingBits = 0;
      } else if (pendingBits >= Byte.SIZE) {
        decoded[length++] = (byte) pending;
        pending >>>= Byte.SIZE;
        pendingBits -= Byte.SIZE;
      }
    }
    if (length < bytes) {
      decoded[length] = (byte) pending;
    } else if (pending != 0) {
      return Optional.empty();
    }
    return Optional.of(decoded);
  }

  /** ASCII only: a locale's or Unicode's idea of lower case makes digits of foreign letters. */
  private static int valueOf(char digit) {
    return ALPHABET.indexOf(digit >= 'A' && digit <= 'Z' ? digit - 'A' + 'a' : digit);
  }
}
