package pqagent.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.List;
import pqagent.bench.network.NetworkException;
import pqagent.crypto.handshake.Initiator.Initiation;

/**
 * Sends handshakes as fast as a server takes them: its queue of 256 is never empty and never
 * overflows, since its metrics say what it is through with.
 */
final class HandshakeFlow {
  static final String METRIC = "pqagent_handshakes_total";

  /** Handshakes under way at most. */
  private static final int WINDOW = 240;

  private static final String ACCEPTED = "result=\"ok\"";
  private static final int POLL_MILLIS = 50;
  private static final long STANDSTILL_NANOS = Duration.ofSeconds(5).toNanos();

  private final LoadedServer server;
  private final DatagramChannel channel;

  HandshakeFlow(LoadedServer server, DatagramChannel channel) {
    this.server = server;
    this.channel = channel;
  }

  /**
   * Sends these until the time is over or none is left. Returns what was done until then, after
   * waiting for those under way.
   */
  ServerWork send(List<Initiation> handshakes, Duration atMost)
      throws IOException, InterruptedException {
    Moment start = Moment.of(server);
    Moment end = start;
    long through = 0;
    int sent = 0;
    while (through < handshakes.size() && end.nanosSince(start) < atMost.toNanos()) {
      long target = Math.min(through + WINDOW, handshakes.size());
      while (sent < target) {
        channel.write(ByteBuffer.wrap(handshakes.get(sent++).message()));
      }
      end = awaitMore(start, through);
      through = end.counted(start, METRIC, "");
    }
    long accepted = end.counted(start, METRIC, ACCEPTED);
    ServerWork work = end.workSince(start, accepted, through - accepted);
    while (through < sent) {
      through = awaitMore(start, through).counted(start, METRIC, "");
    }
    return work;
  }

  /** The moment when the server is through with more. */
  private Moment awaitMore(Moment start, long through) throws IOException, InterruptedException {
    long startNanos = System.nanoTime();
    while (System.nanoTime() - startNanos < STANDSTILL_NANOS) {
      Thread.sleep(POLL_MILLIS);
      Moment moment = Moment.of(server);
      if (moment.counted(start, METRIC, "") > through) {
        return moment;
      }
    }
    throw new NetworkException("the server answers no more handshakes");
  }
}
