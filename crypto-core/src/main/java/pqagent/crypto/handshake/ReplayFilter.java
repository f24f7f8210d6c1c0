package pqagent.crypto.handshake;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import pqagent.crypto.key.SlotKeys;
import pqagent.crypto.primitive.Shake256;

/**
 * Remembers every accepted first ciphertext for as long as a slot lives, exactly, up to a capacity.
 * When it is full nothing new is accepted: forgetting early would let a replay through.
 * Thread-safe.
 */
public final class ReplayFilter {
  enum Insertion {
    ADDED,
    SEEN,
    FULL
  }

  /** SHAKE-256 of a ciphertext: nobody can choose one that stands in the way of another's. */
  private record Hash(long word0, long word1, long word2, long word3) {
    static Hash of(byte[] ciphertext) {
      ByteBuffer words = ByteBuffer.wrap(Shake256.hash(ciphertext));
      return new Hash(words.getLong(), words.getLong(), words.getLong(), words.getLong());
    }
  }

  private final int capacity;

  /** When each expires, oldest insertion first. */
  private final Map<Hash, Long> expirySeconds = new LinkedHashMap<>();

  private long sweptSeconds = Long.MIN_VALUE;

  /** Keeps up to {@code capacity} ciphertexts, at some 130 bytes each. */
  public ReplayFilter(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("a replay filter's capacity is not " + capacity);
    }
    this.capacity = capacity;
  }

  /** How many ciphertexts are remembered. */
  public synchronized int size() {
    return expirySeconds.size();
  }

  boolean contains(byte[] ciphertext, long nowSeconds) {
    Hash hash = Hash.of(ciphertext);
    synchronized (this) {
      expire(nowSeconds);
      return expirySeconds.containsKey(hash);
    }
  }

  synchronized boolean isFull(long nowSeconds) {
    expire(nowSeconds);
    return expirySeconds.size() >= capacity;
  }

  /** Of several threads with one ciphertext, exactly one is told ADDED. */
  Insertion insert(byte[] ciphertext, long nowSeconds) {
    Hash hash = Hash.of(ciphertext);
    synchronized (this) {
      expire(nowSeconds);
      if (expirySeconds.containsKey(hash)) {
        return Insertion.SEEN;
      }
      if (expirySeconds.size() >= capacity) {
        return Insertion.FULL;
      }
      expirySeconds.put(hash, nowSeconds + SlotKeys.LIFETIME_SECONDS);
      return Insertion.ADDED;
    }
  }

  /**
   * Entries expire in the order of insertion unless the wall clock was set back; then an entry of
   * before may outlast later ones, which a full filter looks for once a second.
   */
  private void expire(long nowSeconds) {
    Iterator<Long> oldestFirst = expirySeconds.values().iterator();
    while (oldestFirst.hasNext() && oldestFirst.next() <= nowSeconds) {
      oldestFirst.remove();
    }
    if (expirySeconds.size() >= capacity && sweptSeconds != nowSeconds) {
      sweptSeconds = nowSeconds;
      expirySeconds.values().removeIf(expiry -> expiry <= nowSeconds);
    }
  }
}
