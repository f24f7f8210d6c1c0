package pqagent.connect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import pqagent.peer.Ipv4;

/** A real UDP socket on loopback with a thread that hands out what arrives. */
final class Loopback implements AutoCloseable, DatagramSender {
  static final int ADDRESS = Ipv4.parse("127.0.0.1");
  private static final int BUFFER_BYTES = 4 << 20;

  /** Takes each datagram that arrives. */
  interface Receiver {
    void received(byte[] datagram, int address, int port);
  }

  private final DatagramSocket socket;
  private final Thread thread;

  Loopback(Receiver receiver) {
    try {
      socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      socket.setReceiveBufferSize(BUFFER_BYTES);
    } catch (SocketException e) {
      throw new UncheckedIOException(e);
    }
    thread = Thread.ofPlatform().daemon().name("loopback").start(() -> receive(receiver));
  }

  int port() {
    return socket.getLocalPort();
  }

  @Override
  public void sendTo(byte[] datagram, int address, int port) {
    try {
      byte[] ip = ByteBuffer.allocate(4).putInt(address).array();
      socket.send(
          new DatagramPacket(datagram, datagram.length, InetAddress.getByAddress(ip), port));
    } catch (IOException e) {
      if (!socket.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void receive(Receiver receiver) {
    DatagramPacket packet = new DatagramPacket(new byte[65536], 65536);
    while (!socket.isClosed()) {
      try {
        packet.setLength(65536);
        socket.receive(packet);
      } catch (IOException e) {
        continue;
      }
      int address = ByteBuffer.wrap(packet.getAddress().getAddress()).getInt();
      receiver.received(
          Arrays.copyOf(packet.getData(), packet.getLength()), address, packet.getPort());
    }
  }

  @Override
  public void close() {
    socket.close();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
