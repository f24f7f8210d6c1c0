package pqagent.bench.connect;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;

/** Sends every datagram back where it came from. */
public final class EchoServer implements AutoCloseable {
  private static final int MAX_BYTES = 512;

  private final DatagramSocket socket;

  public EchoServer(InetSocketAddress address) throws IOException {
    socket = new DatagramSocket(address);
  }

  int port() {
    return socket.getLocalPort();
  }

  /** Serves until it is closed, which throws. */
  public void serve() throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[MAX_BYTES], MAX_BYTES);
    while (true) {
      packet.setLength(MAX_BYTES);
      socket.receive(packet);
      socket.send(packet);
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
