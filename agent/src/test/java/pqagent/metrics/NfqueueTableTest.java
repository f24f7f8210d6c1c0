package pqagent.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NfqueueTableTest {
  private static final String TWO_QUEUES =
      """
         53  31337     0 2 65531     0     0       12  1
        100   4242    17 2 65531   300     4     9000  1
      """;

  @TempDir private Path folder;
  private final AgentMetrics metrics = new AgentMetrics(AgentRole.CLIENT);

  @AfterEach
  void close() {
    metrics.close();
  }

  @Test
  void shouldShowTheKernelsNumbers() throws IOException {
    try (NfqueueTable table = NfqueueTable.open(table(TWO_QUEUES), nothing())) {
      table.bind(metrics, 100, () -> 1);
      table.bind(metrics, 53, () -> 1);
      assertQueue(100, 17, 300, 4);
      assertQueue(53, 0, 0, 0);
    }
  }

  @Test
  void shouldReadAll_whenThereAreManyQueues() throws IOException {
    StringBuilder many = new StringBuilder();
    for (int queue = 0; queue < 1000; queue++) {
      many.append("%5d   4242 %5d 2 65531     0     0        0  1\n".formatted(queue, queue * 2));
    }
    try (NfqueueTable table = NfqueueTable.open(table(many.toString()), nothing())) {
      table.bind(metrics, 999, () -> 1);
      assertQueue(999, 1998, 0, 0);
    }
  }

  @Test
  void shouldFollowTheTable_andKeepCountsOfAQueueThatIsGone() throws IOException {
    Path file = table(TWO_QUEUES);
    try (NfqueueTable table = NfqueueTable.open(file, nothing())) {
      table.bind(metrics, 100, () -> 1);
      assertQueue(100, 17, 300, 4);
      Files.writeString(file, TWO_QUEUES.replace("300", "301"));
      assertQueue(100, 17, 301, 4);
      Files.writeString(file, "");
      assertQueue(100, 0, 301, 4);
    }
  }

  @Test
  void shouldPassOverLines_thatAreNotAsExpected() throws IOException {
    String odd = "header of a newer kernel, who knows what\n\n  100 1 x 2 3 4 5\n";
    try (NfqueueTable table = NfqueueTable.open(table(odd + TWO_QUEUES), nothing())) {
      table.bind(metrics, 100, () -> 1);
      assertQueue(100, 17, 300, 4);
    }
  }

  @Test
  void shouldCountGaps_whenTheTableCannotBeRead() throws IOException {
    try (NfqueueTable table = NfqueueTable.open(nothing(), nothing())) {
      table.bind(metrics, 100, () -> 42);
      assertThat(metrics.scrape())
          .contains("pqagent_nfqueue_dropped_total{queue=\"100\"} 42.0\n")
          .doesNotContain("pqagent_nfqueue_depth{", "pqagent_nfqueue_user_dropped_total{");
    }
  }

  private void assertQueue(int queue, int depth, int kernelDropped, int userDropped) {
    assertThat(metrics.scrape())
        .contains(
            "pqagent_nfqueue_depth{queue=\"%d\"} %d.0\n".formatted(queue, depth),
            "pqagent_nfqueue_dropped_total{queue=\"%d\"} %d.0\n".formatted(queue, kernelDropped),
            "pqagent_nfqueue_user_dropped_total{queue=\"%d\"} %d.0\n"
                .formatted(queue, userDropped));
  }

  private Path table(String text) throws IOException {
    return Files.writeString(folder.resolve("table"), text);
  }

  private Path nothing() {
    return folder.resolve("nothing");
  }
}
