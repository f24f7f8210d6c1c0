package pqagent.datapath;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import pqagent.crypto.tunnel.TunnelHeader;
import pqagent.linux.DatagramBatch;
import pqagent.peer.TunnelTable;
import pqagent.peer.TunnelTable.Binding;

/**
 * What a batch of received datagrams falls into: runs of neighbours that carry one tunnel's id, and
 * single ones that are no tunnel packet. An instance belongs to one thread.
 */
final class DatagramRuns {
  private int count;
  private int[] ends = new int[0];
  private @Nullable Binding[] bindings = new Binding[0];

  /** Finds the runs of a batch, and whose they are. */
  void split(DatagramBatch batch, TunnelTable tunnels) {
    makeRoom(batch.size());
    int from = 0;
    while (from < batch.size()) {
      int to = from + 1;
      if (isTunnelPacket(batch, from)) {
        while (to < batch.size() && isTunnelPacket(batch, to) && sameTunnel(batch, from, to)) {
          to++;
        }
        bindings[count] = tunnels.find(batch.buffer(), idOffset(batch, from));
      }
      ends[count++] = to;
      from = to;
    }
  }

  /** Makes all of a batch one run. */
  void join(DatagramBatch batch, Binding binding) {
    makeRoom(batch.size());
    if (batch.size() > 0) {
      bindings[0] = binding;
      ends[count++] = batch.size();
    }
  }

  int count() {
    return count;
  }

  /** Index of a run's first datagram. */
  int from(int run) {
    return run == 0 ? 0 : ends[run - 1];
  }

  /** Index of the datagram behind a run's last. */
  int to(int run) {
    return ends[run];
  }

  /** Whose a run is; null when it is no tunnel packet, or there is no such tunnel. */
  @Nullable Binding binding(int run) {
    return bindings[run];
  }

  /** Holds on to no tunnel. */
  void clear() {
    Arrays.fill(bindings, 0, count, null);
    count = 0;
  }

  private void makeRoom(int datagrams) {
    clear();
    if (ends.length < datagrams) {
      ends = new int[datagrams];
      bindings = new Binding[datagrams];
    }
  }

  private static boolean isTunnelPacket(DatagramBatch batch, int i) {
    return TunnelHeader.isTunnelPacket(batch.buffer(), batch.offsets()[i], batch.lengths()[i]);
  }

  private static int idOffset(DatagramBatch batch, int i) {
    return batch.offsets()[i] + TunnelHeader.TUNNEL_ID_OFFSET;
  }

  private static boolean sameTunnel(DatagramBatch batch, int i, int j) {
    ByteBuffer buffer = batch.buffer();
    int one = idOffset(batch, i);
    int other = idOffset(batch, j);
    for (int at = 0; at < TunnelHeader.TUNNEL_ID_BYTES; at += Long.BYTES) {
      if (buffer.getLong(one + at) != buffer.getLong(other + at)) {
        return false;
      }
    }
    return true;
  }
}
