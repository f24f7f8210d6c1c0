package pqagent.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import pqagent.crypto.tunnel.Crew;
import pqagent.crypto.tunnel.Tunnel;
import pqagent.crypto.tunnel.TunnelHeader;

/** Tunnel packets of one size, sealed ahead and sent at a steady pace. */
final class SealedPackets {
  private static final long BURST_NANOS = 1_000_000;
  private static final int MOST_AT_ONCE = 128;

  private final ByteBuffer buffer;
  private final int bytesEach;
  private final int count;

  private SealedPackets(int count, int innerBytes) {
    this.count = count;
    bytesEach = innerBytes + TunnelHeader.OVERHEAD_BYTES;
    buffer = ByteBuffer.allocateDirect(count * bytesEach);
  }

  /** One packet through each of these, in this order: empty ones. */
  static SealedPackets empty(List<Tunnel> tunnels) {
    SealedPackets packets = new SealedPackets(tunnels.size(), 0);
    packets.seal(tunnels);
    return packets;
  }

  /** One packet through each of these, in this order, to a UDP port of the server. */
  static SealedPackets to(InetSocketAddress sink, List<Tunnel> tunnels) {
    return to(sink, tunnels, 1);
  }

  /** The same, by turns of so many flows. */
  static SealedPackets to(InetSocketAddress sink, List<Tunnel> tunnels, int flows) {
    SealedPackets packets = new SealedPackets(tunnels.size(), InnerPacket.BYTES);
    for (int i = 0; i < tunnels.size(); i++) {
      InnerPacket.put(packets.buffer, i * packets.bytesEach + TunnelHeader.BYTES, sink, i % flows);
    }
    packets.seal(tunnels);
    return packets;
  }

  private void seal(List<Tunnel> tunnels) {
    int[] offset = new int[1];
    int[] length = {bytesEach};
    for (int i = 0; i < count; i++) {
      offset[0] = i * bytesEach;
      if (tunnels.get(i).seal(Crew.ALONE, buffer, offset, length, 0, 1, System.nanoTime()) != 1) {
        throw new IllegalStateException("a tunnel seals no more");
      }
    }
  }

  int count() {
    return count;
  }

  /** Sends them all, those that are due each millisecond; never so many that a socket overflows. */
  void send(WritableByteChannel channel, int perSecond) throws IOException {
    long startNanos = System.nanoTime();
    int sent = 0;
    while (sent < count) {
      LockSupport.parkNanos(BURST_NANOS);
      double seconds = (System.nanoTime() - startNanos) / 1e9;
      int due = (int) Math.min(seconds * perSecond, Math.min(count, sent + MOST_AT_ONCE));
      for (; sent < due; sent++) {
        channel.write(buffer.limit((sent + 1) * bytesEach).position(sent * bytesEach));
      }
    }
  }
}
