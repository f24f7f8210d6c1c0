package pqagent.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.List;
import pqagent.crypto.handshake.Initiator.Initiation;

/**
 * Handshakes of clients that hold keys of every live slot, as many of each; all made before they
 * are sent. To be used on the clients' thread.
 */
public final class HandshakeLoad implements AutoCloseable {
  /** Addresses for as many handshakes as there can be in 120 s. */
  public static final int TUNNELS = 125_000;

  private static final Duration ROUND = Duration.ofSeconds(10);

  /** More than a processor makes in that time. */
  private static final int ROUND_HANDSHAKES = 25_000;

  private static final int ACCEPTED_BEFORE_REPLAY = 2000;
  private static final Duration REPLAY_WARM_UP = Duration.ofSeconds(3);
  private static final Duration REPLAY = Duration.ofSeconds(5);

  /** A slot that lives so long still lives at the end of a round that is made first. */
  private static final int ROUND_SECONDS = 28;

  private final LoadedServer server;
  private final SlotKeyRing slots;
  private final Initiations initiations;
  private final DatagramChannel channel;
  private final HandshakeFlow flow;

  /** Makes the clients of a server. */
  public HandshakeLoad(LoadedServer server) throws IOException {
    this.server = server;
    slots = server.slotKeys();
    initiations = new Initiations(server.publicKeys());
    channel = DatagramChannel.open().connect(server.endpoint());
    flow = new HandshakeFlow(server, channel);
  }

  /** Waits until all but one of the slots are live, and has the server compile what it needs. */
  public ServerWork warmUp() throws IOException, InterruptedException {
    return round(SlotKeyRing.LIVE_SLOTS - 1);
  }

  /** Waits until all slots are live, makes handshakes, and sends them for 10 s. */
  public ServerWork round() throws IOException, InterruptedException {
    return round(SlotKeyRing.LIVE_SLOTS);
  }

  private ServerWork round(int liveSlots) throws IOException, InterruptedException {
    initiations.stock(ROUND_HANDSHAKES);
    return flow.send(
        initiations.make(ROUND_HANDSHAKES, slots.await(liveSlots, ROUND_SECONDS)), ROUND);
  }

  /** Has handshakes accepted and sends them again, as fast as one thread can. */
  public ServerWork replays() throws IOException, InterruptedException {
    List<Initiation> accepted =
        initiations.make(ACCEPTED_BEFORE_REPLAY, slots.await(1, ROUND_SECONDS));
    flow.send(accepted, ROUND);
    flood(accepted, REPLAY_WARM_UP);
    return flood(accepted, REPLAY);
  }

  private ServerWork flood(List<Initiation> accepted, Duration time) throws IOException {
    Moment start = Moment.of(server);
    int next = 0;
    while (System.nanoTime() - start.nanos() < time.toNanos()) {
      channel.write(ByteBuffer.wrap(accepted.get(next).message()));
      next = (next + 1) % accepted.size();
    }
    Moment end = Moment.of(server);
    long refused = end.counted(start, HandshakeFlow.METRIC, "result=\"replay\"");
    long all = end.counted(start, HandshakeFlow.METRIC, "");
    return end.workSince(start, refused, all - refused);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
