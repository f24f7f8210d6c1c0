package pqagent.crypto.tunnel;

import java.util.Arrays;

/**
 * What a cookie keeps of a server's tunnel (PROTOCOL.md section 7): its 32-byte id, the epoch that
 * it was left in, and root_{epoch+1} of both directions as the server sees them. Close zeroes the
 * roots.
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record Resumption(byte[] tunnelId, int epoch, byte[] sendRoot, byte[] receiveRoot)
    implements AutoCloseable {

  @Override
  public void close() {
    Arrays.fill(sendRoot, (byte) 0);
    Arrays.fill(receiveRoot, (byte) 0);
  }

  @Override
  public String toString() {
    return "Resumption";
  }
}
