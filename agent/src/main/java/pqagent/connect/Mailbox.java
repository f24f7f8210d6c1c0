package pqagent.connect;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import pqagent.keyserver.KeyMessage;

/**
 * Answers of one kind from one key server, waiting to be read; bounded. Letters are full copies of
 * datagrams and may hold anything.
 */
final class Mailbox implements AutoCloseable {
  private static final int CAPACITY_DATAGRAMS = CongestionWindow.MAX;

  private final KeyChannel channel;
  private final int address;
  private final int port;
  private final KeyMessage.Type kind;
  private final ArrayBlockingQueue<byte[]> datagrams = new ArrayBlockingQueue<>(CAPACITY_DATAGRAMS);

  Mailbox(KeyChannel channel, int address, int port, KeyMessage.Type kind) {
    this.channel = channel;
    this.address = address;
    this.port = port;
    this.kind = kind;
  }

  /** Sends a request to where the answers shall come from. */
  void send(byte[] request) {
    channel.send(request, address, port);
  }

  /** Waits for a datagram; null when none came in time. */
  byte @Nullable [] poll(long timeoutNanos) throws InterruptedException {
    return datagrams.poll(timeoutNanos, TimeUnit.NANOSECONDS);
  }

  boolean wants(KeyMessage.Type type, int fromAddress, int fromPort) {
    return address == fromAddress && port == fromPort && kind == type;
  }

  /** Keeps a copy; false when there is no room. */
  boolean offer(ByteBuffer buffer, int offset, int length) {
    if (datagrams.remainingCapacity() == 0) {
      return false;
    }
    byte[] copy = new byte[length];
    buffer.get(offset, copy);
    return datagrams.offer(copy);
  }

  /** No more datagrams. */
  @Override
  public void close() {
    channel.remove(this);
  }
}
