package pqagent.bench.connect;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * One visit to a server by its name, in one process, so that no start of another is in the time:
 * asks DNS, and sends one datagram to the address of the reply, which comes back.
 */
public final class Visit implements AutoCloseable {
  private static final int DNS_PORT = 53;
  private static final int MAX_BYTES = 512;
  private static final int WARM_UPS = 200;
  private static final int PATIENCE_MILLIS = 30_000;

  private final DatagramSocket socket = new DatagramSocket();

  public Visit() throws IOException {
    socket.setSoTimeout(PATIENCE_MILLIS);
  }

  /**
   * Takes the time from the DNS reply to the echo.
   *
   * @param server its DNS server's and its plain address, where echoes come back from as well: to
   *     there they go first, so that the code is warm
   * @param rest how long the compiler may finish with that code, so that it takes no processor from
   *     what is timed
   */
  public Duration take(String name, InetAddress server, int echoPort, Duration rest)
      throws IOException, InterruptedException {
    return take(name, new InetSocketAddress(server, DNS_PORT), echoPort, rest);
  }

  Duration take(String name, InetSocketAddress dns, int echoPort, Duration rest)
      throws IOException, InterruptedException {
    byte[] query = DnsQuery.bytes(1, name);
    InetSocketAddress plain = new InetSocketAddress(dns.getAddress(), echoPort);
    for (int i = 0; i < WARM_UPS; i++) {
      DnsQuery.address(exchange(query, plain));
    }
    Thread.sleep(rest);
    ByteBuffer reply = exchange(query, dns);
    long startNanos = System.nanoTime();
    InetAddress address =
        DnsQuery.address(reply).orElseThrow(() -> new IOException(name + " has no address"));
    exchange(query, new InetSocketAddress(address, echoPort));
    long nanos = System.nanoTime() - startNanos;
    if (address.equals(dns.getAddress())) {
      throw new IOException("the agent left the address of " + name + " as it was");
    }
    return Duration.ofNanos(nanos);
  }

  /** Sends once and returns what comes back from there. */
  private ByteBuffer exchange(byte[] bytes, SocketAddress to) throws IOException {
    socket.send(new DatagramPacket(bytes, bytes.length, to));
    DatagramPacket reply = new DatagramPacket(new byte[MAX_BYTES], MAX_BYTES);
    do {
      reply.setLength(MAX_BYTES);
      socket.receive(reply);
    } while (!reply.getSocketAddress().equals(to));
    return ByteBuffer.wrap(reply.getData(), 0, reply.getLength());
  }

  @Override
  public void close() {
    socket.close();
  }
}
