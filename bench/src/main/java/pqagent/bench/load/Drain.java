package pqagent.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;

/** Receives and counts what comes to a UDP socket, until that is closed. */
final class Drain implements AutoCloseable {
  private static final int MOST_BYTES = 2048;

  private final DatagramChannel channel;
  private final Thread thread;
  private volatile long datagrams;

  Drain(DatagramChannel channel) {
    this.channel = channel;
    thread = Thread.ofPlatform().name("drain").daemon().start(this::receive);
  }

  /** Datagrams so far. */
  long datagrams() {
    return datagrams;
  }

  private void receive() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(MOST_BYTES);
    try {
      while (channel.receive(buffer.clear()) != null) {
        long total = datagrams + 1;
        datagrams = total;
      }
    } catch (ClosedChannelException e) {
      // the end
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
