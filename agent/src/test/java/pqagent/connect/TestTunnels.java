package pqagent.connect;

import java.nio.ByteBuffer;
import pqagent.crypto.tunnel.Crew;
import pqagent.crypto.tunnel.OpenResult;
import pqagent.crypto.tunnel.Tunnel;
import pqagent.crypto.tunnel.TunnelHeader;

/** Single packets through a tunnel. */
final class TestTunnels {
  private TestTunnels() {}

  static OpenResult open(Tunnel tunnel, ByteBuffer datagram, long nowNanos) {
    OpenResult[] results = new OpenResult[1];
    tunnel.open(
        Crew.ALONE,
        datagram,
        new int[] {0},
        new int[] {datagram.capacity()},
        0,
        1,
        nowNanos,
        results);
    return results[0];
  }

  /** A keepalive. */
  static byte[] sealEmpty(Tunnel tunnel, long nowNanos) {
    byte[] datagram = new byte[TunnelHeader.OVERHEAD_BYTES];
    tunnel.seal(
        Crew.ALONE,
        ByteBuffer.wrap(datagram),
        new int[] {0},
        new int[] {datagram.length},
        0,
        1,
        nowNanos);
    return datagram;
  }
}
