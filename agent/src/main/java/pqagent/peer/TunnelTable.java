package pqagent.peer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import pqagent.crypto.tunnel.Tunnel;
import pqagent.crypto.tunnel.TunnelId;

/**
 * Finds the tunnel of a datagram by the 32-byte id in its header, without allocation or lock. A
 * hash table of immutable chains: readers follow what they find; writers take turns and replace
 * whole chains. Ids are made by key derivation, so their first word is hash enough; a client that
 * chose its own randomness to collide would have to search for it against SHAKE-256.
 */
public final class TunnelTable {
  /** A tunnel and whose it is. */
  public record Binding(Tunnel tunnel, Peer peer) {}

  private record Entry(TunnelId id, Binding binding, @Nullable Entry next) {}

  private volatile AtomicReferenceArray<@Nullable Entry> buckets = new AtomicReferenceArray<>(64);
  private int size;

  /**
   * The binding for the id at this place of a big-endian buffer. Null, not Optional, when there is
   * none: this runs for every run of datagrams.
   */
  public @Nullable Binding find(ByteBuffer buffer, int offset) {
    assert buffer.order() == ByteOrder.BIG_ENDIAN;
    long word0 = buffer.getLong(offset);
    AtomicReferenceArray<@Nullable Entry> table = buckets;
    for (Entry e = table.get(slot(word0, table.length())); e != null; e = e.next) {
      if (e.id.word0() == word0
          && e.id.word1() == buffer.getLong(offset + 8)
          && e.id.word2() == buffer.getLong(offset + 16)
          && e.id.word3() == buffer.getLong(offset + 24)) {
        return e.binding;
      }
    }
    return null;
  }

  public synchronized void add(Tunnel tunnel, Peer peer) {
    if (size >= buckets.length()) {
      grow();
    }
    insert(buckets, new Binding(tunnel, peer));
    size++;
  }

  public synchronized void remove(TunnelId id) {
    int slot = slot(id.word0(), buckets.length());
    Entry kept = null;
    boolean found = false;
    for (Entry e = buckets.get(slot); e != null; e = e.next) {
      if (e.id.equals(id)) {
        found = true;
      } else {
        kept = new Entry(e.id, e.binding, kept);
      }
    }
    if (found) {
      buckets.set(slot, kept);
      size--;
    }
  }

  public synchronized int size() {
    return size;
  }

  /** Visits every tunnel of a snapshot. */
  public void forEach(BiConsumer<Tunnel, Peer> visitor) {
    forEachBinding(binding -> visitor.accept(binding.tunnel, binding.peer));
  }

  private void forEachBinding(Consumer<Binding> visitor) {
    AtomicReferenceArray<@Nullable Entry> table = buckets;
    for (int i = 0; i < table.length(); i++) {
      for (Entry e = table.get(i); e != null; e = e.next) {
        visitor.accept(e.binding);
      }
    }
  }

  private void grow() {
    AtomicReferenceArray<@Nullable Entry> larger = new AtomicReferenceArray<>(buckets.length() * 2);
    forEachBinding(binding -> insert(larger, binding));
    buckets = larger;
  }

  private static void insert(AtomicReferenceArray<@Nullable Entry> table, Binding binding) {
    TunnelId id = binding.tunnel.id();
    int slot = slot(id.word0(), table.length());
    table.set(slot, new Entry(id, binding, table.get(slot)));
  }

  private static int slot(long word0, int buckets) {
    return (int) (word0 ^ word0 >>> 32) & (buckets - 1);
  }
}
