package pqagent.peer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A client's servers: each gets a private address when a DNS reply first names it, and keeps it
 * (INTEROP.md: reserving later lets two names share one). When the addresses run out, the server
 * that was quiet longest gives up its own, unless all are busy. Thread-safe.
 */
public final class ServerDirectory {
  /**
   * A server on which nothing passed for this long may lose its address to another, when there is
   * no free one.
   */
  private static final long IDLE_NANOS = 3_600_000_000_000L;

  private final AddressPool pool;
  private final PeerTable table;
  private final AddressBook book;
  private final Supplier<PathMtu> pathMtu;
  private final Consumer<Peer> evicted;
  private final Map<ServerIdentity, Peer> byIdentity = new LinkedHashMap<>();

  /**
   * Starts with what the address book remembers of earlier runs.
   *
   * @param pathMtu makes a new server's
   * @param evicted hears of a peer that lost its address
   */
  public ServerDirectory(
      AddressPool pool,
      PeerTable table,
      AddressBook book,
      Supplier<PathMtu> pathMtu,
      Consumer<Peer> evicted,
      long nowNanos) {
    this.pathMtu = pathMtu;
    this.evicted = evicted;
    this.pool = pool;
    this.table = table;
    this.book = book;
    book.load()
        .forEach(
            entry -> {
              if (!byIdentity.containsKey(entry.server()) && pool.take(entry.privateAddress())) {
                enter(Peer.server(entry.privateAddress(), entry.server(), pathMtu.get(), nowNanos));
              }
            });
  }

  /**
   * The peer for this server, made when it is new; empty when all addresses are taken by busy
   * servers.
   */
  public synchronized Optional<Peer> reserve(ServerIdentity identity, long nowNanos) {
    Peer known = byIdentity.get(identity);
    if (known != null) {
      return Optional.of(known);
    }
    OptionalInt address = pool.take();
    if (address.isEmpty()) {
      if (!evictIdlest(nowNanos)) {
        return Optional.empty();
      }
      address = pool.take();
    }
    Peer peer = Peer.server(address.orElseThrow(), identity, pathMtu.get(), nowNanos);
    enter(peer);
    book.append(new AddressBook.Entry(peer.privateAddress(), identity));
    return Optional.of(peer);
  }

  /** The servers that have an address, up to so many, those that got theirs last. */
  public synchronized List<ServerIdentity> latest(int servers) {
    return byIdentity.keySet().stream().skip(Math.max(0, byIdentity.size() - servers)).toList();
  }

  private void enter(Peer peer) {
    byIdentity.put(peer.server().orElseThrow(), peer);
    table.add(peer);
  }

  private boolean evictIdlest(long nowNanos) {
    Peer idlest = null;
    for (Peer peer : byIdentity.values()) {
      if (peer.quietNanos(nowNanos) > IDLE_NANOS
          && (idlest == null || peer.quietNanos(nowNanos) > idlest.quietNanos(nowNanos))) {
        idlest = peer;
      }
    }
    if (idlest == null) {
      return false;
    }
    byIdentity.remove(idlest.server().orElseThrow());
    table.remove(idlest);
    evicted.accept(idlest);
    pool.giveBack(idlest.privateAddress());
    return true;
  }
}
