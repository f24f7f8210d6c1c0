package pqagent.bench.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On loopback: 127.0.0.1 is the server's plain address, 127.0.0.2 the one in the tunnel. */
class VisitTest {
  private EchoServer plain;
  private EchoServer inside;
  private DatagramSocket dns;

  @BeforeEach
  void start() throws IOException {
    plain = new EchoServer(new InetSocketAddress("127.0.0.1", 0));
    inside = new EchoServer(new InetSocketAddress("127.0.0.2", plain.port()));
    dns = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0));
    serve(plain);
    serve(inside);
  }

  @AfterEach
  void stop() {
    plain.close();
    inside.close();
    dns.close();
  }

  private static void serve(EchoServer server) {
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                server.serve();
              } catch (IOException e) {
                // closed
              }
            });
  }

  /** Answers one query. */
  private void answer(String address) {
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                DatagramPacket packet = new DatagramPacket(new byte[512], 512);
                dns.receive(packet);
                ByteBuffer reply = ByteBuffer.wrap(packet.getData()).position(packet.getLength());
                reply.putShort(6, (short) 1);
                reply.putShort((short) 0xc00c).putShort((short) 1).putShort((short) 1).putInt(300);
                reply.putShort((short) 4).put(InetAddress.getByName(address).getAddress());
                packet.setLength(reply.position());
                dns.send(packet);
              } catch (IOException e) {
                // closed
              }
            });
  }

  private long visit() throws IOException, InterruptedException {
    try (Visit visit = new Visit()) {
      return visit
          .take(
              "www.pq.test",
              (InetSocketAddress) dns.getLocalSocketAddress(),
              plain.port(),
              Duration.ZERO)
          .toNanos();
    }
  }

  @Test
  void shouldTakeTheTime_fromTheReplyToTheEchoFromTheNewAddress() throws Exception {
    answer("127.0.0.2");

    assertThat(visit()).isPositive();
  }

  @Test
  void shouldFail_whenTheAddressIsTheServersOwn() {
    answer("127.0.0.1");

    assertThatThrownBy(this::visit).hasMessageContaining("left the address of www.pq.test");
  }
}
