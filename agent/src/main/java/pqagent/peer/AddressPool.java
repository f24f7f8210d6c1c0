package pqagent.peer;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.OptionalInt;

/**
 * Gives out private addresses, never the network's, the broadcast's or our own. One that comes back
 * goes to the end of the queue: an application may still have it cached, so it is given to somebody
 * else as late as the pool allows. Thread-safe.
 */
public final class AddressPool {
  private final AddressRange range;
  private final BitSet used;
  private final ArrayDeque<Integer> returned = new ArrayDeque<>();
  private int nextFresh = 1;
  private int usedCount;

  public AddressPool(AddressRange range) {
    this.range = range;
    this.used = new BitSet(range.size());
    used.set(0);
    used.set(range.size() - 1);
    used.set(range.own() - range.network());
  }

  /**
   * An address nobody has; empty when all are in use. Never-used ones first, then the one returned
   * longest ago.
   */
  public synchronized OptionalInt take() {
    int last = range.size() - 1;
    while (nextFresh < last && used.get(nextFresh)) {
      nextFresh++;
    }
    if (nextFresh < last) {
      return OptionalInt.of(markUsed(nextFresh++));
    }
    while (!returned.isEmpty()) {
      int host = returned.poll();
      if (!used.get(host)) {
        return OptionalInt.of(markUsed(host));
      }
    }
    return OptionalInt.empty();
  }

  /** Takes a certain address; false when it is outside the range, reserved or in use. */
  public synchronized boolean take(int address) {
    int host = address - range.network();
    if (!range.contains(address) || used.get(host)) {
      return false;
    }
    markUsed(host);
    return true;
  }

  public synchronized void giveBack(int address) {
    int host = address - range.network();
    if (range.contains(address) && used.get(host) && host != range.own() - range.network()) {
      used.clear(host);
      usedCount--;
      returned.add(host);
    }
  }

  public synchronized int used() {
    return usedCount;
  }

  /** Addresses given back that nobody got since. */
  public synchronized int quarantined() {
    return returned.size();
  }

  public synchronized int free() {
    return range.size() - 3 - usedCount - returned.size();
  }

  private int markUsed(int host) {
    used.set(host);
    usedCount++;
    return range.network() + host;
  }
}
