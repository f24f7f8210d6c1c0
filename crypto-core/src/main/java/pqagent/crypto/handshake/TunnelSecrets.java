package pqagent.crypto.handshake;

import java.util.Arrays;

/**
 * What a handshake yields: tunnel id (32 bytes, public), and the roots of both directions (32 bytes
 * each; PROTOCOL.md section 5). Close zeroes the roots.
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record TunnelSecrets(byte[] tunnelId, byte[] initiatorRoot, byte[] responderRoot)
    implements AutoCloseable {

  @Override
  public void close() {
    Arrays.fill(initiatorRoot, (byte) 0);
    Arrays.fill(responderRoot, (byte) 0);
  }

  @Override
  public String toString() {
    return "TunnelSecrets";
  }
}
