package pqagent.connect;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import pqagent.crypto.key.StaticPublicKeys;
import pqagent.metrics.AgentMetrics;
import pqagent.peer.ServerIdentity;

/** Servers' static keys: the latest few in memory, more on disk, the rest by the network. */
final class ServerKeyStore {
  private static final int MAX_IN_MEMORY = 16;
  private static final int MAX_FETCHES_AT_ONCE = 8;

  private final KeyCache cache;
  private final StaticKeyFetcher fetcher;
  private final AgentMetrics metrics;
  private final LongSupplier nanoTime;
  private final Semaphore fetches = new Semaphore(MAX_FETCHES_AT_ONCE, true);
  private final Map<String, StaticPublicKeys> inMemory =
      Collections.synchronizedMap(
          new LinkedHashMap<>(MAX_IN_MEMORY, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, StaticPublicKeys> eldest) {
              return size() > MAX_IN_MEMORY;
            }
          });

  ServerKeyStore(
      KeyCache cache, StaticKeyFetcher fetcher, AgentMetrics metrics, LongSupplier nanoTime) {
    this.cache = cache;
    this.fetcher = fetcher;
    this.metrics = metrics;
    this.nanoTime = nanoTime;
  }

  /** Finds the keys, on the network if need be. Waits. */
  StaticKeyResult obtain(ServerIdentity server, int keyPort) throws InterruptedException {
    Optional<StaticPublicKeys> atHand = atHand(server);
    if (atHand.isPresent()) {
      inMemory.put(server.keyHashText(), atHand.get());
      return new StaticKeyResult.Found(atHand.get());
    }
    fetches.acquire();
    try {
      long start = nanoTime.getAsLong();
      StaticKeyResult result = fetcher.fetch(server.keyHash(), server.address(), keyPort);
      if (result instanceof StaticKeyResult.Found(StaticPublicKeys keys)) {
        metrics.staticKeyFetch(nanoTime.getAsLong() - start);
        inMemory.put(server.keyHashText(), keys);
        cache.store(server.keyHash(), keys);
      }
      return result;
    } finally {
      fetches.release();
    }
  }

  /** The keys, if memory or disk has them; what only disk has stays there. */
  Optional<StaticPublicKeys> atHand(ServerIdentity server) {
    StaticPublicKeys keys = inMemory.get(server.keyHashText());
    return keys != null ? Optional.of(keys) : cache.load(server.keyHash());
  }
}
