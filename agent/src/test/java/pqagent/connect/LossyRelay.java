package pqagent.connect;

import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * Stands between a client and one port of a server: loses, doubles, delays past later ones and
 * changes datagrams, with a fixed seed.
 *
 * <pre>client ── port() [front] relay [back] ── server port</pre>
 */
final class LossyRelay implements AutoCloseable {
  private final int serverPort;
  private final double loss;
  private final double duplicates;
  private final double reordering;
  private final UnaryOperator<byte[]> answers;
  private final Random random;
  private final AtomicInteger requests = new AtomicInteger();
  private final Loopback front;
  private final Loopback back;
  private volatile int clientPort;
  private volatile int answersLeft = Integer.MAX_VALUE;
  private byte[] held = {};

  LossyRelay(
      int serverPort,
      double loss,
      double duplicates,
      double reordering,
      UnaryOperator<byte[]> answers,
      long seed) {
    this.serverPort = serverPort;
    this.loss = loss;
    this.duplicates = duplicates;
    this.reordering = reordering;
    this.answers = answers;
    this.random = new Random(seed);
    this.front = new Loopback(this::fromClient);
    this.back = new Loopback(this::fromServer);
  }

  /** Changes every answer by this. */
  static LossyRelay changing(int serverPort, UnaryOperator<byte[]> answers) {
    return new LossyRelay(serverPort, 0, 0, 0, answers, 0);
  }

  /** From so many answers on, lets no more through. */
  LossyRelay fallSilentAfter(int answers) {
    answersLeft = answers;
    return this;
  }

  int port() {
    return front.port();
  }

  /** Requests that came from the client. */
  int requests() {
    return requests.get();
  }

  private void fromClient(byte[] datagram, int address, int port) {
    clientPort = port;
    requests.incrementAndGet();
    pass(datagram, back, serverPort);
  }

  private void fromServer(byte[] datagram, int address, int port) {
    if (answersLeft > 0) {
      answersLeft--;
      pass(answers.apply(datagram), front, clientPort);
    }
  }

  private synchronized void pass(byte[] datagram, Loopback by, int port) {
    if (random.nextDouble() < loss) {
      return;
    }
    if (by == front && held.length == 0 && random.nextDouble() < reordering) {
      held = datagram;
      return;
    }
    by.sendTo(datagram, Loopback.ADDRESS, port);
    if (random.nextDouble() < duplicates) {
      by.sendTo(datagram, Loopback.ADDRESS, port);
    }
    if (by == front && held.length > 0 && random.nextDouble() < 0.3) {
      byte[] late = held;
      held = new byte[0];
      by.sendTo(late, Loopback.ADDRESS, port);
    }
  }

  @Override
  public void close() {
    front.close();
    back.close();
  }
}
