package pqagent.linux;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Collects datagrams in tests. */
final class Received {
  private static final int PATIENCE = 50;

  private Received() {}

  /** Receives until there are {@code count} or, for about ten seconds, no more come: copies. */
  static List<ByteBuffer> all(UdpSocket socket, DatagramBatch batch, int count) {
    List<ByteBuffer> all = new ArrayList<>();
    for (int patience = PATIENCE; all.size() < count && patience > 0; patience--) {
      socket.receive(batch);
      for (int i = 0; i < batch.size(); i++) {
        byte[] bytes = new byte[batch.lengths()[i]];
        batch.buffer().get(batch.offsets()[i], bytes);
        all.add(ByteBuffer.wrap(bytes));
      }
    }
    return all;
  }
}
