package pqagent.keyserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import pqagent.crypto.key.SlotKeys;
import pqagent.crypto.key.StaticKeyTree;
import pqagent.error.OperatorException;
import pqagent.metrics.AgentMetrics;
import pqagent.metrics.AgentRole;

class KeyServerTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_790_000_010);

  /** What a strict server refuses although the reference answers it. */
  private static final List<String> STRICTER =
      List.of(
          "depth as two bytes little-endian, padding one less so that the total matches",
          "position as one byte, padding one more so that the total matches",
          "ephemeral request one byte short (the reference answers: it never looks at the length)",
          "ephemeral request of two bytes (the reference answers with 1196 bytes: an amplifier)");

  private static final byte[] FENCE = KeyMessage.staticRequest(0, 0);

  private static StaticKeyTree tree;

  private final SlotKeys slots = new SlotKeys(new SecureRandom());
  private final AgentMetrics metrics = new AgentMetrics(AgentRole.SERVER);
  private KeyServer server;
  private DatagramSocket client;

  @BeforeAll
  static void readKeys() {
    tree = StaticKeyTree.of(ServerVectors.publicKeys());
  }

  @BeforeEach
  void start() throws SocketException {
    server = KeyServer.start(0, tree, slots, InstantSource.fixed(NOW), metrics);
    client = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    client.setSoTimeout(10_000);
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
    slots.close();
    metrics.close();
  }

  @TestFactory
  List<DynamicTest> shouldAnswerOrBeSilent_asTheVectors() {
    return ServerVectors.messages("server").stream()
        .map(v -> DynamicTest.dynamicTest(v.get("note").asText(), () -> check(v)))
        .toList();
  }

  private void check(JsonNode vector) throws IOException {
    byte[] request = ServerVectors.bytes(vector.get("request"));
    boolean answered =
        vector.get("answered").asBoolean() && !STRICTER.contains(vector.get("note").asText());
    byte[] response = ask(request);
    if (!answered) {
      assertThat(response).isEmpty();
    } else if ((request[0] & 0xff) == 0xf2) {
      byte[] current = new byte[KeyMessage.EPHEMERAL_BYTES];
      KeyMessage.putEphemeralResponse(
          ByteBuffer.wrap(current), 0, slots.current(NOW.getEpochSecond()));
      assertThat(response).isEqualTo(current);
    } else {
      assertThat(response).isEqualTo(ServerVectors.bytes(vector.get("response")));
    }
    if (answered) {
      assertThat(response).hasSameSizeAs(request);
    }
  }

  @Test
  void shouldAnswerEveryNode_withItsBytes() throws IOException {
    byte[] node = new byte[StaticKeyTree.NODE_BYTES];
    for (int depth = 0; depth < StaticKeyTree.LEVELS; depth++) {
      for (int position = 0; position < StaticKeyTree.nodeCount(depth); position++) {
        send(KeyMessage.staticRequest(depth, position));
        byte[] response = receive();
        int bytes = tree.copyNode(depth, position, node, 0);
        assertThat(Arrays.copyOfRange(response, KeyMessage.STATIC_HEADER_BYTES, response.length))
            .isEqualTo(Arrays.copyOf(node, bytes));
      }
    }
    assertThat(counted("pqagent_key_requests_total", "static", "answered")).isEqualTo(938);
  }

  @Test
  void shouldCountEverything_whateverComes() throws IOException {
    Random random = new Random(1);
    int sent = 300;
    for (int i = 0; i < sent; i++) {
      byte[] junk = new byte[random.nextInt(1500)];
      random.nextBytes(junk);
      if (junk.length > 1 && i % 3 == 0) {
        junk[0] = (byte) (0xf0 + 2 * (i & 1));
        junk[1] = 0;
      }
      assertThat(ask(junk)).isEmpty();
    }

    assertThat(counted("pqagent_key_requests_total", "static", "answered")).isEqualTo(sent);
    assertThat(
            counted("pqagent_dropped_packets_total", "in", "malformed_outer")
                + counted("pqagent_dropped_packets_total", "in", "unexpected_message"))
        .isEqualTo(sent);
    assertThat(counted("pqagent_dropped_packets_total", "in", "malformed_outer"))
        .isEqualTo(
            counted("pqagent_key_requests_total", "static", "malformed")
                + counted("pqagent_key_requests_total", "ephemeral", "malformed"))
        .isGreaterThan(50);
  }

  @Test
  void shouldAllocateNothing_perRequest() throws IOException {
    long thread =
        Thread.getAllStackTraces().keySet().stream()
            .filter(t -> t.getName().equals("key-server"))
            .mapToLong(Thread::threadId)
            .max()
            .orElseThrow();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    askOften(5000);
    long before = threads.getThreadAllocatedBytes(thread);
    askOften(5000);
    long bytes = threads.getThreadAllocatedBytes(thread) - before;

    assertThat(bytes / 5000).isLessThan(32);
  }

  private void askOften(int times) throws IOException {
    for (int i = 0; i < times; i++) {
      send(KeyMessage.staticRequest(3, i % 910));
      receive();
    }
  }

  @Test
  void shouldNameThePort_whenItIsTaken() {
    assertThatThrownBy(
            () -> KeyServer.start(server.port(), tree, slots, InstantSource.fixed(NOW), metrics))
        .isInstanceOf(OperatorException.class)
        .hasMessageContaining("UDP port " + server.port())
        .hasMessageContaining("--key-port");
  }

  @Test
  void shouldFreeThePort_whenClosed() {
    int port = server.port();
    server.close();
    server = KeyServer.start(port, tree, slots, InstantSource.fixed(NOW), metrics);

    assertThat(server.port()).isEqualTo(port);
  }

  /**
   * The answer to a request, empty when there is none: one thread answers in order, so that the
   * answer to a fence behind the request proves the silence before it.
   */
  private byte[] ask(byte[] request) throws IOException {
    send(request);
    send(FENCE);
    byte[] first = receive();
    if (Arrays.equals(request, FENCE)) {
      receive();
      return first;
    }
    if (first.length == FENCE.length) {
      return new byte[0];
    }
    assertThat(receive()).hasSameSizeAs(FENCE);
    return first;
  }

  private void send(byte[] bytes) throws IOException {
    client.send(
        new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), server.port()));
  }

  private byte[] receive() throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
    client.receive(packet);
    return Arrays.copyOf(packet.getData(), packet.getLength());
  }

  private long counted(String meter, String label, String otherLabel) {
    return metrics
        .scrape()
        .lines()
        .filter(l -> l.startsWith(meter + "{"))
        .filter(l -> l.contains('"' + label + '"') && l.contains('"' + otherLabel + '"'))
        .mapToLong(l -> (long) Double.parseDouble(l.substring(l.lastIndexOf(' ') + 1)))
        .sum();
  }
}
