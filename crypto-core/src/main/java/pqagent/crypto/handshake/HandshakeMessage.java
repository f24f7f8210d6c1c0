package pqagent.crypto.handshake;

/** The one handshake datagram: offsets and lengths in bytes (PROTOCOL.md section 5). */
public final class HandshakeMessage {
  public static final int BYTES = 1299;

  private HandshakeMessage() {}
}
