package pqagent.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class NamespaceTest {
  @Test
  void shouldCarryDatagramsBetweenThreads_whenNamespacesAreLinked() throws Exception {
    try (Namespace a = Namespace.create("a");
        Namespace b = Namespace.create("b")) {
      Link link = Link.connect(a, "10.9.0.1/24", b, "10.9.0.2/24");
      link.setMtu(1400);
      try (DatagramSocket to = b.call(() -> new DatagramSocket(4000));
          DatagramSocket from = a.call(DatagramSocket::new)) {
        byte[] text = "hello".getBytes(StandardCharsets.UTF_8);
        from.send(new DatagramPacket(text, text.length, InetAddress.getByName("10.9.0.2"), 4000));
        DatagramPacket received = new DatagramPacket(new byte[100], 100);
        to.setSoTimeout(10_000);
        to.receive(received);
        assertThat(received.getAddress().getHostAddress()).isEqualTo("10.9.0.1");
        assertThat(received.getLength()).isEqualTo(5);
      }
      assertThat(a.call(() -> NetworkInterface.getByName("eth0").getMTU())).isEqualTo(1400);
      assertThat(a.exec("ping", "-c1", "-W5", "10.9.0.2")).contains("1 received");
    }
  }

  @Test
  void shouldLeaveThisThreadWhereItIs_whenTaskRanInside() throws Exception {
    Path own = Path.of("/proc/thread-self/ns/net");
    String before = Files.readSymbolicLink(own).toString();
    try (Namespace namespace = Namespace.create("own")) {
      String inside = namespace.call(() -> Files.readSymbolicLink(own).toString());
      assertThat(inside).isNotEqualTo(before);
      assertThat(Files.readSymbolicLink(own)).hasToString(before);
    }
  }

  @Test
  void shouldEndProcessesAndDelete_whenClosed() throws Exception {
    Background sleeper;
    Path file;
    try (Namespace namespace = Namespace.create("gone")) {
      sleeper = namespace.spawn("sh", "-c", "echo ready; sleep 1000");
      sleeper.awaitOutput("ready", Duration.ofSeconds(30));
      file = Path.of("/run/netns", namespace.name());
      assertThat(file).exists();
    }
    assertThat(sleeper.process().isAlive()).isFalse();
    assertThat(file).doesNotExist();
  }

  @Test
  void shouldReportStatusAndOutput_whenProgramFails() {
    try (Namespace namespace = Namespace.create("fail")) {
      assertThat(namespace.attempt("sh", "-c", "echo no; exit 3"))
          .isEqualTo(new Command.Result(3, "no"));
      assertThatThrownBy(() -> namespace.exec("sh", "-c", "echo why; exit 4"))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("status 4")
          .hasMessageContaining("why");
    }
  }

  @Test
  void shouldThrowWhatTheTaskThrew_whenCalled() {
    try (Namespace namespace = Namespace.create("throws")) {
      assertThatThrownBy(
              () ->
                  namespace.call(
                      () -> {
                        throw new IllegalStateException("mine");
                      }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("mine");
    }
  }
}
