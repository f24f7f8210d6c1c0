package pqagent.crypto.handshake;

/**
 * What a handshake yields: tunnel id (public), and the roots of both directions (PROTOCOL.md
 * section 5). Close zeroes the roots.
 */
public record TunnelSecrets(byte[] tunnelId, byte[] initiatorRoot, byte[] responderRoot)
    implements AutoCloseable {
  @Override
  public void close() {
    throw new UnsupportedOperationException("not yet");
  }
}
