package pqagent.nfqueue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Random;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import pqagent.testkit.Allocations;
import pqagent.testkit.TestPackets;

/** Queues that are full, super-packets, and what the hot path costs the heap. */
class PacketQueueLoadTest {
  private final PacketBatch batch = new PacketBatch(32);
  private QueueHosts hosts;

  @BeforeEach
  void open() throws Exception {
    hosts = new QueueHosts();
  }

  @AfterEach
  void close() {
    hosts.close();
    batch.close();
  }

  @Test
  void shouldAcceptWhatOverflows_whenFailOpen() throws Exception {
    try (PacketQueue queue = hosts.open(new PacketQueue.Options(true, true, 10))) {
      hosts.send(Collections.nCopies(30, "x").toArray(String[]::new));
      assertThat(hosts.receiveRest()).hasSize(20);
      assertThat(drain(queue)).isEqualTo(10);
      assertThat(hosts.receiveRest()).hasSize(10);
    }
  }

  @Test
  void shouldDropWhatOverflows_whenFailClosed() throws Exception {
    try (PacketQueue queue = hosts.open(new PacketQueue.Options(true, false, 10))) {
      hosts.send(Collections.nCopies(30, "x").toArray(String[]::new));
      assertThat(drain(queue)).isEqualTo(10);
      assertThat(hosts.receiveRest()).hasSize(10);
      assertThat(queue.missedPackets()).as("these have no id").isZero();
    }
  }

  @Test
  void shouldCountThem_whenPacketsMissTheSocket() throws Exception {
    int smallBuffer = 64 << 10;
    int sent = 300;
    try (PacketQueue queue =
        hosts.b.call(() -> PacketQueue.open(QueueHosts.QUEUE, QueueHosts.PLAIN, smallBuffer))) {
      hosts.send(Collections.nCopies(sent, "x".repeat(1000)).toArray(String[]::new));
      int received = drain(queue);
      assertThat(received).isBetween(1, sent - 1);
      hosts.send("shows the gap");
      assertThat(drain(queue)).isOne();
      assertThat(received + queue.missedPackets()).isEqualTo(sent);
      assertThat(hosts.receiveRest()).hasSize(received + 1);
    }
  }

  @Test
  void shouldComeInSuperPackets_whenTcpSendsMuch() throws Exception {
    byte[] content = new byte[3_000_000];
    new Random(1).nextBytes(content);
    hosts.b.exec("iptables", "-F");
    hosts.a.exec(
        "iptables",
        "-A",
        "OUTPUT",
        "-p",
        "tcp",
        "--dport",
        "4001",
        "-j",
        "NFQUEUE",
        "--queue-num",
        "9");
    try (PacketQueue queue = hosts.a.call(() -> PacketQueue.open(9, QueueHosts.PLAIN));
        ServerSocket server = hosts.b.call(() -> new ServerSocket(4001))) {
      FutureTask<byte[]> reader =
          hosts.b.start(
              () -> {
                try (Socket socket = server.accept();
                    InputStream input = socket.getInputStream()) {
                  return input.readAllBytes();
                }
              });
      FutureTask<Void> writer =
          hosts.a.start(
              () -> {
                try (Socket socket = new Socket("10.9.2.2", 4001)) {
                  socket.getOutputStream().write(content);
                }
                return null;
              });
      int longest = 0;
      while (!reader.isDone()) {
        queue.receive(batch);
        for (int i = 0; i < batch.size(); i++) {
          longest = Math.max(longest, batch.length(i));
          assertThat(batch.needsChecksum(i) || batch.length(i) < 1500).isTrue();
          assertThat(batch.buffer().getShort(batch.offset(i) + 2) & 0xffff)
              .as("the IP header's length is the packet's")
              .isEqualTo(batch.length(i));
        }
        queue.verdict(batch, Verdict.ACCEPT);
      }
      writer.get();
      assertThat(reader.get()).isEqualTo(content);
      assertThat(longest).isGreaterThan(20_000);
    }
  }

  @Test
  void shouldSayTruncated_whenAPacketExceedsWhatAMessageCarries() throws Exception {
    hosts.b.exec("ip", "address", "add", "10.9.9.9/32", "dev", "lo");
    try (PacketQueue queue = hosts.open(QueueHosts.PLAIN);
        DatagramSocket local = hosts.b.call(DatagramSocket::new)) {
      for (int payload : new int[] {65_503, 65_504}) {
        local.send(
            new DatagramPacket(
                new byte[payload], payload, InetAddress.getByName("10.9.9.9"), QueueHosts.PORT));
        while (queue.receive(batch) == 0) {}
        assertThat(batch.length(0)).isEqualTo(65_531);
        assertThat(batch.isTruncated(0)).isEqualTo(payload == 65_504);
        queue.verdict(batch, Verdict.ACCEPT);
        assertThat(hosts.receive()).hasSize(payload);
      }
    }
  }

  @Test
  void shouldAllocateNothing_whenSteady() throws Exception {
    int steps = 2000;
    byte[] changed =
        TestPackets.udp(
            TestPackets.address("10.9.2.1"), 1, TestPackets.address("10.9.2.2"), 4000, new byte[9]);
    ByteBuffer packet = ByteBuffer.wrap(changed);
    try (PacketQueue queue = hosts.open(QueueHosts.PLAIN)) {
      FutureTask<Void> sender =
          hosts.a.start(
              () -> {
                while (!Thread.currentThread().isInterrupted()) {
                  hosts.send("x");
                  Thread.onSpinWait();
                }
                return null;
              });
      double bytes =
          Allocations.bytesPerStep(
              steps,
              step -> {
                queue.receive(batch);
                for (int i = 0; i < batch.size(); i++) {
                  switch (step % 3) {
                    case 0 -> queue.accept(batch.id(i), packet, 0, changed.length);
                    case 1 -> queue.verdict(batch.id(i), Verdict.DROP);
                    default -> {}
                  }
                }
                queue.verdict(batch, Verdict.ACCEPT);
              });
      sender.cancel(true);
      assertThat(bytes).isLessThan(1);
    }
  }

  /** Accepts until nothing comes any more; returns how many came. */
  private int drain(PacketQueue queue) {
    int count = 0;
    for (int quietReceives = 0; quietReceives < 3; quietReceives++) {
      while (queue.receive(batch) > 0) {
        count += batch.size();
        queue.verdict(batch, Verdict.ACCEPT);
      }
    }
    return count;
  }
}
