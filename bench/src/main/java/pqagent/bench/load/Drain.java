package pqagent.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.function.Consumer;

/** Receives what comes to a UDP socket, until it is closed. */
final class Drain implements AutoCloseable {
  private static final int MOST_BYTES = 2048;

  private final DatagramChannel channel;
  private final Thread thread;
  private final Consumer<ByteBuffer> datagrams;

  /** The datagrams are shown to this, on a thread of its own. */
  Drain(DatagramChannel channel, Consumer<ByteBuffer> datagrams) {
    this.channel = channel;
    this.datagrams = datagrams;
    thread = Thread.ofPlatform().name("drain").daemon().start(this::receive);
  }

  private void receive() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(MOST_BYTES);
    try {
      while (channel.receive(buffer.clear()) != null) {
        datagrams.accept(buffer.flip());
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
