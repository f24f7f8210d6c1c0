package pqagent.crypto.name;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import pqagent.crypto.primitive.Lengths;

/**
 * What a {@code pq1…} label says: the public-key hash (32 bytes), and perhaps both ports
 * (PROTOCOL.md section 2). Port 0 in a label means "ask TXT" (INTEROP.md), so ports are either both
 * there or both absent.
 *
 * <pre>
 *   p q 1 | 52 digits of key hash | 4 digits of crypto port, 4 of key port: BE16, perhaps absent
 * </pre>
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content
public record Pq1Name(byte[] keyHash, OptionalInt cryptoPort, OptionalInt keyPort) {
  public static final int KEY_HASH_BYTES = 32;

  private static final String PREFIX = "pq1";
  private static final int KEY_HASH_END = PREFIX.length() + 52;
  private static final int CRYPTO_PORT_END = KEY_HASH_END + 4;
  private static final int KEY_PORT_END = CRYPTO_PORT_END + 4;
  private static final int PORT_BYTES = 2;
  private static final int MAX_PORT = 65535;

  /** IllegalArgumentException for a wrong length, a port out of range, or one port alone. */
  public Pq1Name {
    Lengths.require("keyHash", keyHash, KEY_HASH_BYTES);
    requirePort("cryptoPort", cryptoPort);
    requirePort("keyPort", keyPort);
    if (cryptoPort.isPresent() != keyPort.isPresent()) {
      throw new IllegalArgumentException("a name has both ports or none");
    }
  }

  /** Reads one label, case-insensitively; empty when it is not a valid pq1 label. */
  public static Optional<Pq1Name> ofLabel(String label) {
    if (!isCandidate(label)) {
      return Optional.empty();
    }
    Optional<byte[]> keyHash =
        Base32.decode(label.substring(PREFIX.length(), KEY_HASH_END), KEY_HASH_BYTES);
    if (label.length() == KEY_HASH_END) {
      return keyHash.map(hash -> new Pq1Name(hash, OptionalInt.empty(), OptionalInt.empty()));
    }
    OptionalInt cryptoPort = port(label.substring(KEY_HASH_END, CRYPTO_PORT_END));
    OptionalInt keyPort = port(label.substring(CRYPTO_PORT_END));
    if (cryptoPort.isEmpty() || keyPort.isEmpty()) {
      return Optional.empty();
    }
    boolean askTxt = cryptoPort.getAsInt() == 0 || keyPort.getAsInt() == 0;
    return keyHash.map(
        hash ->
            askTxt
                ? new Pq1Name(hash, OptionalInt.empty(), OptionalInt.empty())
                : new Pq1Name(hash, cryptoPort, keyPort));
  }

  /**
   * The first pq1 label from the left decides, that is one of the right length; empty when there is
   * none or it does not decode.
   */
  public static Optional<Pq1Name> ofDomain(Iterable<String> labels) {
    for (String label : labels) {
      if (isCandidate(label)) {
        return ofLabel(label);
      }
    }
    return Optional.empty();
  }

  private static boolean isCandidate(String label) {
    return (label.length() == KEY_HASH_END || label.length() == KEY_PORT_END)
        && (label.charAt(0) | ' ') == 'p'
        && (label.charAt(1) | ' ') == 'q'
        && label.charAt(2) == '1';
  }

  /** The label to publish: 55 or 63 characters with its {@code pq1} in front. */
  public String label() {
    StringBuilder label = new StringBuilder(KEY_PORT_END);
    label.append(PREFIX).append(Base32.encode(keyHash));
    for (OptionalInt port : new OptionalInt[] {cryptoPort, keyPort}) {
      port.ifPresent(
          p -> label.append(Base32.encode(new byte[] {(byte) (p >>> Byte.SIZE), (byte) p})));
    }
    return label.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Pq1Name that
        && Arrays.equals(keyHash, that.keyHash)
        && cryptoPort.equals(that.cryptoPort)
        && keyPort.equals(that.keyPort);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(keyHash) * 31 + cryptoPort.hashCode() * 31 + keyPort.hashCode();
  }

  @Override
  public String toString() {
    return label();
  }

  private static OptionalInt port(String digits) {
    return Base32.decode(digits, PORT_BYTES)
        .map(b -> OptionalInt.of(Byte.toUnsignedInt(b[0]) << Byte.SIZE | Byte.toUnsignedInt(b[1])))
        .orElse(OptionalInt.empty());
  }

  private static void requirePort(String argument, OptionalInt port) {
    if (port.isPresent() && (port.getAsInt() < 1 || port.getAsInt() > MAX_PORT)) {
      throw new IllegalArgumentException(
          "%s must be 1 to %d, not %d".formatted(argument, MAX_PORT, port.getAsInt()));
    }
  }
}
