package pqagent.keyserver;

import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pqagent.crypto.key.SlotKeys;
import pqagent.crypto.key.StaticKeyTree;
import pqagent.error.OperatorException;
import pqagent.linux.DatagramBatch;
import pqagent.linux.LinuxException;
import pqagent.linux.UdpSocket;
import pqagent.metrics.AgentMetrics;
import pqagent.metrics.Direction;
import pqagent.metrics.DropReason;
import pqagent.metrics.KeyRequestKind;
import pqagent.metrics.KeyRequestOutcome;

/**
 * Hands out static and ephemeral public keys by UDP (PROTOCOL.md section 4). Its thread {@code
 * key-server} owns its socket. What is not a request of the right length in every field gets no
 * answer, and no answer is longer than its request.
 */
public final class KeyServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(KeyServer.class);
  private static final int MESSAGES_AT_ONCE = 16;
  private static final int ANSWERS_AT_ONCE = 256;
  private static final int ADDRESS_IN_USE = 98;
  private static final long PAUSE_AFTER_DEFECT_NANOS = 10_000_000L;

  private final UdpSocket socket;
  private final StaticKeyTree tree;
  private final SlotKeys slots;
  private final InstantSource clock;
  private final AgentMetrics metrics;
  private final Thread thread;
  private volatile boolean closed;
  private boolean defectTold;

  /**
   * Binds the port (0 for any) and starts to answer. The slot keys stay the caller's, who advances
   * and closes them.
   *
   * @throws OperatorException when the port is taken
   */
  public static KeyServer start(
      int keyPort, StaticKeyTree tree, SlotKeys slots, InstantSource clock, AgentMetrics metrics) {
    KeyServer server = new KeyServer(bind(keyPort), tree, slots, clock, metrics);
    server.thread.start();
    return server;
  }

  private static UdpSocket bind(int keyPort) {
    try {
      return UdpSocket.bind(keyPort, UdpSocket.Options.ALL);
    } catch (LinuxException e) {
      if (e.errno() == ADDRESS_IN_USE) {
        throw new OperatorException(
            "UDP port "
                + keyPort
                + " for keys is in use: stop the program that has it, or choose another by"
                + " --key-port and publish new DNS records",
            e);
      }
      throw e;
    }
  }

  private KeyServer(
      UdpSocket socket,
      StaticKeyTree tree,
      SlotKeys slots,
      InstantSource clock,
      AgentMetrics metrics) {
    this.socket = socket;
    this.tree = tree;
    this.slots = slots;
    this.clock = clock;
    this.metrics = metrics;
    this.thread = Thread.ofPlatform().name("key-server").daemon().unstarted(this::serve);
  }

  /** The UDP port it is bound to. */
  public int port() {
    return socket.localPort();
  }

  /** Stops the thread, waits for its end, closes the socket. */
  @Override
  public void close() {
    closed = true;
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    socket.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve() {
    KeyMessage request = new KeyMessage();
    byte[] node = new byte[StaticKeyTree.NODE_BYTES];
    try (DatagramBatch in = DatagramBatch.forReceiving(MESSAGES_AT_ONCE);
        DatagramBatch out =
            DatagramBatch.forSending(ANSWERS_AT_ONCE * KeyMessage.MAX_BYTES, ANSWERS_AT_ONCE)) {
      while (!closed) {
        try {
          answerAll(in, out, request, node);
        } catch (RuntimeException e) {
          countDefect(e);
        }
      }
    }
  }

  private void answerAll(DatagramBatch in, DatagramBatch out, KeyMessage request, byte[] node) {
    out.clear();
    int datagrams = socket.receive(in);
    for (int i = 0; i < datagrams; i++) {
      request.wrap(in.buffer(), in.offsets()[i], in.lengths()[i]);
      if (!out.hasRoom(KeyMessage.MAX_BYTES)) {
        flush(out);
      }
      answer(request, in.address(i), in.port(i), out, node);
    }
    flush(out);
  }

  /** A defect of this program: told once, counted always, and no reason to stop. */
  private void countDefect(RuntimeException e) {
    metrics.dropped(Direction.IN, DropReason.INTERNAL_ERROR);
    if (!defectTold) {
      defectTold = true;
      log.error("the key server met a defect; further ones are only counted", e);
    }
    LockSupport.parkNanos(PAUSE_AFTER_DEFECT_NANOS);
  }

  private void flush(DatagramBatch out) {
    if (out.size() > 0) {
      socket.send(out);
      out.clear();
    }
  }

  private void answer(KeyMessage request, int address, int port, DatagramBatch out, byte[] node) {
    switch (request.type()) {
      case STATIC_REQUEST -> {
        if (accepted(request, KeyRequestKind.STATIC)) {
          int depth = request.depth();
          int position = request.position();
          int nodeBytes = tree.copyNode(depth, position, node, 0);
          int at = out.append(KeyMessage.STATIC_HEADER_BYTES + nodeBytes, address, port);
          KeyMessage.putStaticResponse(out.buffer(), at, depth, position, node, nodeBytes);
        }
      }
      case EPHEMERAL_REQUEST -> {
        if (accepted(request, KeyRequestKind.EPHEMERAL)) {
          ByteBuffer buffer = out.buffer();
          int at = out.append(KeyMessage.EPHEMERAL_BYTES, address, port);
          KeyMessage.putEphemeralResponse(buffer, at, slots.current(clock.millis() / 1000));
        }
      }
      case STATIC_RESPONSE, EPHEMERAL_RESPONSE, OTHER ->
          metrics.dropped(Direction.IN, DropReason.UNEXPECTED_MESSAGE);
    }
  }

  private boolean accepted(KeyMessage request, KeyRequestKind kind) {
    boolean wellFormed = request.isWellFormed();
    metrics.keyRequest(kind, wellFormed ? KeyRequestOutcome.ANSWERED : KeyRequestOutcome.MALFORMED);
    if (!wellFormed) {
      metrics.dropped(Direction.IN, DropReason.MALFORMED_OUTER);
    }
    return wellFormed;
  }
}
