package pqagent.metrics;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kernel's own table of NFQUEUEs, {@code /proc/net/netfilter/nfnetlink_queue}
 * (net/netfilter/nfnetlink_queue.c, seq_show). One line a queue:
 *
 * <pre>
 *    100  31337     0 2 65531     0     0        0  1
 *      |      |     | |     |     |     |        |  +- always 1
 *      |      |     | |     |     |     |        +---- id of the last packet
 *      |      |     | |     |     |     +------------- dropped: no room in the program's socket
 *      |      |     | |     |     +------------------- dropped: queue full
 *      |      |     | |     +------------------------- bytes copied of a packet
 *      |      |     | +------------------------------- copy mode
 *      |      |     +--------------------------------- packets that wait for a verdict
 *      |      +--------------------------------------- netlink port of the program
 *      +---------------------------------------------- queue number
 * </pre>
 *
 * Only root may open it; a service without privileges gets it open as its standard input (systemd:
 * {@code StandardInput=file:/proc/net/netfilter/nfnetlink_queue}). An open table keeps to the
 * network namespace of the thread that opened it.
 */
public final class NfqueueTable implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NfqueueTable.class);
  private static final Pattern LINE =
      Pattern.compile(" *(\\d{1,5}) +\\d+ +(\\d{1,10}) +\\d +\\d+ +(\\d{1,10}) +(\\d{1,10}) .*");
  private static final Path TABLE = Path.of("/proc/thread-self/net/netfilter/nfnetlink_queue");
  private static final Path STANDARD_INPUT = Path.of("/proc/self/fd/0");

  private record Row(long depth, long kernelDropped, long userDropped) {
    static final Row NONE = new Row(0, 0, 0);

    /** The same counts, of a queue that is gone. */
    Row emptied() {
      return new Row(0, kernelDropped, userDropped);
    }
  }

  private final Optional<FileChannel> table;
  private final Map<Integer, Row> lastRows = new ConcurrentHashMap<>();

  private NfqueueTable(Optional<FileChannel> table) {
    this.table = table;
  }

  /** Opens the table as well as this process can; says so once where it cannot. */
  public static NfqueueTable open() {
    return open(TABLE, STANDARD_INPUT);
  }

  static NfqueueTable open(Path path, Path standardInput) {
    try {
      return new NfqueueTable(Optional.of(FileChannel.open(path)));
    } catch (IOException e) {
      if (isTable(standardInput)) {
        return new NfqueueTable(Optional.of(new FileInputStream(FileDescriptor.in).getChannel()));
      }
      LOG.info(
          "no depth of queues in the metrics: cannot read {} ({}); dropped packets are counted from"
              + " gaps in packet ids",
          path,
          e.getClass().getSimpleName());
      return new NfqueueTable(Optional.empty());
    }
  }

  private static boolean isTable(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).endsWith("nfnetlink_queue");
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Binds the meters of a queue. {@code missedPackets}: a count from gaps in packet ids, which
   * stands in for the kernel's count where the table cannot be read.
   */
  public void bind(AgentMetrics metrics, int queueNumber, LongSupplier missedPackets) {
    if (table.isEmpty()) {
      metrics.bindQueueDropped(queueNumber, missedPackets);
      return;
    }
    metrics.bindQueue(
        queueNumber,
        () -> row(queueNumber).depth,
        () -> row(queueNumber).kernelDropped,
        () -> row(queueNumber).userDropped);
  }

  /** Counts never go back: a queue that is not bound any more keeps its last ones. */
  private Row row(int queueNumber) {
    Row now =
        read()
            .lines()
            .map(LINE::matcher)
            .filter(line -> line.matches() && number(line, 1) == queueNumber)
            .map(line -> new Row(number(line, 2), number(line, 3), number(line, 4)))
            .findFirst()
            .orElseGet(() -> lastRows.getOrDefault(queueNumber, Row.NONE).emptied());
    lastRows.put(queueNumber, now);
    return now;
  }

  private static long number(Matcher line, int group) {
    return Long.parseLong(line.group(group));
  }

  private String read() {
    try {
      FileChannel channel = table.orElseThrow();
      StringBuilder text = new StringBuilder();
      ByteBuffer buffer = ByteBuffer.allocate(4096);
      for (long position = 0; channel.read(buffer, position) > 0; buffer.clear()) {
        position += buffer.position();
        text.append(StandardCharsets.US_ASCII.decode(buffer.flip()));
      }
      return text.toString();
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public void close() throws IOException {
    if (table.isPresent()) {
      table.get().close();
    }
  }
}
