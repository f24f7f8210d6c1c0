package pqagent.connect;

import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pqagent.crypto.handshake.Prekey;
import pqagent.crypto.key.StaticPublicKeys;
import pqagent.metrics.AgentMetrics;
import pqagent.peer.ServerIdentity;

/**
 * McEliece encapsulations made ahead, so that a handshake needs neither the server's 1 MB key nor
 * the time to use it. In memory only, bounded for each server and in servers; the thread {@code
 * prekeys} fills up, and rests more than it works, for the sake of the handshakes of the moment.
 * Close zeroes all.
 */
final class PrekeyStore implements AutoCloseable {
  static final int PER_SERVER = 16;
  static final int MAX_SERVERS = 256;

  private static final Logger log = LoggerFactory.getLogger(PrekeyStore.class);

  /** How long the thread rests after each prekey, in times of what it took. */
  private static final int REST = 3;

  private static final int REFILL_BELOW = PER_SERVER / 2;

  /** What a handshake begins with; the prekey is the receiver's to close. */
  record Ready(Prekey prekey, byte[] serverX25519) {}

  private record Stock(byte[] serverX25519, ArrayDeque<Prekey> prekeys) {
    void close() {
      prekeys.forEach(Prekey::close);
      prekeys.clear();
    }
  }

  private final Function<ServerIdentity, Optional<StaticPublicKeys>> keys;
  private final SecureRandom random;
  private final Thread thread;
  private final LinkedBlockingQueue<ServerIdentity> wanting =
      new LinkedBlockingQueue<>(MAX_SERVERS);
  private final Map<String, Stock> stocks = new LinkedHashMap<>(16, 0.75f, true);
  private int total;
  private boolean closed;

  /**
   * @param keys where static keys are found without asking the network
   */
  PrekeyStore(
      Function<ServerIdentity, Optional<StaticPublicKeys>> keys,
      SecureRandom random,
      AgentMetrics metrics) {
    this.keys = keys;
    this.random = random;
    this.thread = Thread.ofPlatform().name("prekeys").daemon().unstarted(this::work);
    metrics.bindPrekeys(this::size);
    thread.start();
  }

  /** One prekey out of the stock, if there is one; sees to it that there will be more. */
  Optional<Ready> take(ServerIdentity server) {
    Optional<Ready> ready;
    boolean refill;
    synchronized (this) {
      Stock stock = stocks.get(server.keyHashText());
      if (stock == null || stock.prekeys.isEmpty()) {
        return Optional.empty();
      }
      ready = Optional.of(new Ready(stock.prekeys.poll(), stock.serverX25519));
      total--;
      refill = stock.prekeys.size() < REFILL_BELOW;
    }
    if (refill) {
      want(server);
    }
    return ready;
  }

  /** Takes an unused one back. */
  void giveBack(ServerIdentity server, Ready unused) {
    add(server.keyHashText(), unused.serverX25519, unused.prekey);
  }

  /** Asks for this server's stock to be filled; forgotten when there is too much to do. */
  void want(ServerIdentity server) {
    if (!wanting.contains(server)) {
      wanting.offer(server);
    }
  }

  /** Prekeys in stock, of all servers. */
  synchronized int size() {
    return total;
  }

  private void work() {
    try {
      while (true) {
        fill(wanting.take());
      }
    } catch (InterruptedException e) {
      // Closed.
    } catch (RuntimeException e) {
      log.error("no more prekeys are made ahead", e);
    }
  }

  private void fill(ServerIdentity server) throws InterruptedException {
    Optional<StaticPublicKeys> found = keys.apply(server);
    if (found.isEmpty()) {
      return;
    }
    boolean more = true;
    while (more) {
      long start = System.nanoTime();
      Optional<Prekey> made = Prekey.make(found.get(), random);
      more = made.isPresent() && add(server.keyHashText(), found.get().x25519(), made.get());
      TimeUnit.NANOSECONDS.sleep(REST * (System.nanoTime() - start));
    }
  }

  /** Whether there is room for another after this. */
  private synchronized boolean add(String id, byte[] serverX25519, Prekey prekey) {
    if (closed) {
      prekey.close();
      return false;
    }
    Stock stock = stocks.computeIfAbsent(id, _ -> new Stock(serverX25519, new ArrayDeque<>()));
    stock.prekeys.add(prekey);
    total++;
    if (stocks.size() > MAX_SERVERS) {
      Iterator<Stock> leastUsed = stocks.values().iterator();
      Stock leaving = leastUsed.next();
      total -= leaving.prekeys.size();
      leaving.close();
      leastUsed.remove();
    }
    return stock.prekeys.size() < PER_SERVER;
  }

  /** Ends the thread and zeroes every prekey. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      stocks.values().forEach(Stock::close);
      stocks.clear();
      total = 0;
    }
    thread.interrupt();
  }
}
