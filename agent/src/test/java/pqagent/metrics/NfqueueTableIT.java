package pqagent.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pqagent.nfqueue.PacketQueue;
import pqagent.testkit.Namespace;

/** A real queue, that nobody reads and where two packets have room; five come. */
class NfqueueTableIT {
  private static final int QUEUE = 61_742;
  private static final String TABLE = "/proc/net/netfilter/nfnetlink_queue";

  @TempDir private Path folder;
  private Namespace host;
  private PacketQueue queue;

  @BeforeEach
  void fillQueue() throws Exception {
    host = Namespace.create("nfqueue-table");
    host.exec(("iptables -A OUTPUT -p udp --dport 9 -j NFQUEUE --queue-num " + QUEUE).split(" "));
    queue = host.call(() -> PacketQueue.open(QUEUE, new PacketQueue.Options(false, false, 2)));
    host.call(
        () -> {
          try (DatagramSocket socket = new DatagramSocket()) {
            byte[] bytes = new byte[100];
            for (int i = 0; i < 5; i++) {
              sendOrBeRefused(
                  socket,
                  new DatagramPacket(bytes, bytes.length, InetAddress.getByName("127.0.0.1"), 9));
            }
          }
          return null;
        });
  }

  @AfterEach
  void close() {
    queue.close();
    host.close();
  }

  @Test
  void shouldReadTheTable_asRoot() throws Exception {
    try (AgentMetrics metrics = new AgentMetrics(AgentRole.SERVER);
        NfqueueTable table = host.call(NfqueueTable::open)) {
      table.bind(metrics, QUEUE, () -> 12);
      assertFull(metrics.scrape());
    }
  }

  @Test
  void shouldReadTheTableFromStandardInput_asAUserWithoutPrivileges() throws IOException {
    assertFull(runAsNobody(TABLE));
  }

  @Test
  void shouldCountGaps_asAUserWithoutPrivilegesOrTable() throws IOException {
    assertThat(runAsNobody("/dev/null"))
        .contains("pqagent_nfqueue_dropped_total{queue=\"" + QUEUE + "\"} 12.0\n")
        .doesNotContain("pqagent_nfqueue_depth{");
  }

  private static void assertFull(String scrape) {
    assertThat(scrape)
        .contains(
            "pqagent_nfqueue_depth{queue=\"" + QUEUE + "\"} 2.0\n",
            "pqagent_nfqueue_dropped_total{queue=\"" + QUEUE + "\"} 3.0\n",
            "pqagent_nfqueue_user_dropped_total{queue=\"" + QUEUE + "\"} 0.0\n");
  }

  /** A packet that the queue drops may come back as EPERM. */
  private static void sendOrBeRefused(DatagramSocket socket, DatagramPacket packet) {
    try {
      socket.send(packet);
    } catch (IOException dropped) {
      assertThat(dropped).hasMessageContaining("not permitted");
    }
  }

  private String runAsNobody(String standardInput) throws IOException {
    List<String> command = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" <" + standardInput));
    command.addAll(
        List.of("sh", "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"));
    command.addAll(List.of(System.getProperty("java.home") + "/bin/java", "-cp", classPath()));
    command.addAll(List.of(NfqueueTableProgram.class.getName(), Integer.toString(QUEUE)));
    return host.exec(command.toArray(String[]::new));
  }

  /** The class path, copied to where anybody may read it. */
  private String classPath() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    List<String> copies = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (Files.exists(Path.of(entry))) {
        copies.add(copy(Path.of(entry), folder.resolve(Integer.toString(copies.size()))));
      }
    }
    return String.join(File.pathSeparator, copies);
  }

  private static String copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
    return to.toString();
  }
}
