package pqagent.crypto.handshake;

import java.util.Arrays;

/**
 * The one handshake datagram: offsets and lengths in bytes (PROTOCOL.md section 5).
 *
 * <pre>
 *  0       2               196         228       244               1283      1299
 *  +-------+---------------+-----------+---------+-----------------+---------+
 *  | 01 00 |      c0       |    c1     |   t1    |       c3        |   t3    |
 *  +-------+---------------+-----------+---------+-----------------+---------+
 *            McEliece        X25519                sntrup761
 *            ciphertext      key, sealed           ciphertext, sealed
 * </pre>
 */
public final class HandshakeMessage {
  public static final int BYTES = 1299;

  static final int C0_OFFSET = 2;
  static final int C0_BYTES = 194;
  static final int C1_OFFSET = 196;
  static final int C1_BYTES = 32;
  static final int C3_OFFSET = 244;
  static final int C3_BYTES = 1039;

  private static final byte TYPE = 1;

  private HandshakeMessage() {}

  /** Whether these bytes have the type and the length of a handshake. */
  public static boolean isHandshake(byte[] message) {
    return message.length == BYTES && message[0] == TYPE && message[1] == 0;
  }

  /** A message with its type and first ciphertext; the rest is zeros. */
  static byte[] begin(byte[] c0) {
    byte[] message = new byte[BYTES];
    message[0] = TYPE;
    System.arraycopy(c0, 0, message, C0_OFFSET, C0_BYTES);
    return message;
  }

  static byte[] c0(byte[] message) {
    return Arrays.copyOfRange(message, C0_OFFSET, C0_OFFSET + C0_BYTES);
  }
}
