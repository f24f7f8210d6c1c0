package pqagent.crypto.tunnel;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import pqagent.crypto.primitive.ChaCha20Poly1305;

/**
 * A tunnel's state, sealed by its server for itself and kept by its client (PROTOCOL.md section 7).
 *
 * <pre>
 *  0          8            16          28                                               128      144
 *  +----------+------------+-----------+------------------------------------------------+--------+
 *  | pqccookE | timestamp  |   nonce   | tunnel id | epoch | send root | receive root   |  tag   |
 *  +----------+------------+-----------+------------------------------------------------+--------+
 *               BE64 (ad)    12 bytes     32          BE32    32          32   encrypted
 * </pre>
 */
public final class Cookie {
  public static final int BYTES = 144;
  static final int NONCE_BYTES = 12;

  private static final byte[] PREFIX = "pqccookE".getBytes(StandardCharsets.US_ASCII);
  private static final int TIMESTAMP_OFFSET = 8;
  private static final int NONCE_OFFSET = 16;
  private static final int TEXT_OFFSET = 28;
  private static final int ID_OFFSET = 28;
  private static final int EPOCH_OFFSET = 60;
  private static final int SEND_ROOT_OFFSET = 64;
  private static final int RECEIVE_ROOT_OFFSET = 96;
  private static final int TAG_OFFSET = 128;
  private static final int TEXT_BYTES = TAG_OFFSET - TEXT_OFFSET;

  private Cookie() {}

  /**
   * Whether 144 bytes or more begin like a cookie. A datagram may hold a cookie and a tunnel packet
   * behind it.
   */
  public static boolean isCookie(ByteBuffer buffer, int offset, int length) {
    if (length < BYTES) {
      return false;
    }
    for (int i = 0; i < PREFIX.length; i++) {
      if (buffer.get(offset + i) != PREFIX[i]) {
        return false;
      }
    }
    return true;
  }

  /** Seals a resumption: 144 bytes. The nonce must be new under this key. */
  static byte[] seal(byte[] key, byte[] nonce, long timestamp, Resumption resumption) {
    ByteBuffer cookie = ByteBuffer.allocate(BYTES);
    cookie.put(0, PREFIX);
    cookie.putLong(TIMESTAMP_OFFSET, timestamp);
    cookie.put(NONCE_OFFSET, nonce);
    cookie.put(ID_OFFSET, resumption.tunnelId());
    cookie.putInt(EPOCH_OFFSET, resumption.epoch());
    cookie.put(SEND_ROOT_OFFSET, resumption.sendRoot());
    cookie.put(RECEIVE_ROOT_OFFSET, resumption.receiveRoot());
    new ChaCha20Poly1305()
        .seal(key, 0, nonce, cookie, TIMESTAMP_OFFSET, Long.BYTES, TEXT_OFFSET, TEXT_BYTES);
    return cookie.array();
  }

  /** Opens what {@link #seal} made under this key; empty when forged or not resumable. */
  static Optional<Resumption> open(byte[] key, byte[] cookie) {
    byte[] bytes = cookie.clone();
    ByteBuffer text = ByteBuffer.wrap(bytes);
    try {
      if (!new ChaCha20Poly1305()
          .open(
              key, 0, nonce(cookie), text, TIMESTAMP_OFFSET, Long.BYTES, TEXT_OFFSET, TEXT_BYTES)) {
        return Optional.empty();
      }
      int epoch = text.getInt(EPOCH_OFFSET);
      if (epoch < 0 || epoch >= EpochRules.LAST_EPOCH) {
        return Optional.empty();
      }
      return Optional.of(
          new Resumption(
              Arrays.copyOfRange(bytes, ID_OFFSET, EPOCH_OFFSET),
              epoch,
              Arrays.copyOfRange(bytes, SEND_ROOT_OFFSET, RECEIVE_ROOT_OFFSET),
              Arrays.copyOfRange(bytes, RECEIVE_ROOT_OFFSET, TAG_OFFSET)));
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  static boolean isWellFormed(byte[] cookie) {
    return cookie.length == BYTES && isCookie(ByteBuffer.wrap(cookie), 0, BYTES);
  }

  static long timestamp(byte[] cookie) {
    return ByteBuffer.wrap(cookie).getLong(TIMESTAMP_OFFSET);
  }

  static byte[] nonce(byte[] cookie) {
    return Arrays.copyOfRange(cookie, NONCE_OFFSET, TEXT_OFFSET);
  }
}
