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
  /** A tunnel and whose it is. Chained, with the id at hand: each step aside is a read from far. */
  public static final class Binding {
    private final long word0;
    private final long word1;
    private final long word2;
    private final long word3;
    private final Tunnel tunnel;
    private final Peer peer;
    private final @Nullable Binding next;

    public Binding(Tunnel tunnel, Peer peer) {
      this(tunnel, peer, null);
    }

    private Binding(Tunnel tunnel, Peer peer, @Nullable Binding next) {
      TunnelId id = tunnel.id();
      this.word0 = id.word0();
      this.word1 = id.word1();
      this.word2 = id.word2();
      this.word3 = id.word3();
      this.tunnel = tunnel;
      this.peer = peer;
      this.next = next;
    }

    public Tunnel tunnel() {
      return tunnel;
    }

    public Peer peer() {
      return peer;
    }

    private Binding before(@Nullable Binding others) {
      return new Binding(tunnel, peer, others);
    }
  }

  private volatile AtomicReferenceArray<@Nullable Binding> buckets = new AtomicReferenceArray<>(64);
  private int size;

  /**
   * The binding for the id at this place of a big-endian buffer. Null, not Optional, when there is
   * none: this runs for every run of datagrams.
   */
  public @Nullable Binding find(ByteBuffer buffer, int offset) {
    assert buffer.order() == ByteOrder.BIG_ENDIAN;
    long word0 = buffer.getLong(offset);
    AtomicReferenceArray<@Nullable Binding> table = buckets;
    for (Binding e = table.get(slot(word0, table.length())); e != null; e = e.next) {
      if (e.word0 == word0
          && e.word1 == buffer.getLong(offset + 8)
          && e.word2 == buffer.getLong(offset + 16)
          && e.word3 == buffer.getLong(offset + 24)) {
        return e;
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
    Binding kept = null;
    boolean found = false;
    for (Binding e = buckets.get(slot); e != null; e = e.next) {
      if (e.tunnel.id().equals(id)) {
        found = true;
      } else {
        kept = e.before(kept);
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
    AtomicReferenceArray<@Nullable Binding> table = buckets;
    for (int i = 0; i < table.length(); i++) {
      for (Binding e = table.get(i); e != null; e = e.next) {
        visitor.accept(e);
      }
    }
  }

  private void grow() {
    AtomicReferenceArray<@Nullable Binding> larger =
        new AtomicReferenceArray<>(buckets.length() * 2);
    forEachBinding(binding -> insert(larger, binding));
    buckets = larger;
  }

  private static void insert(AtomicReferenceArray<@Nullable Binding> table, Binding binding) {
    int slot = slot(binding.word0, table.length());
    table.set(slot, binding.before(table.get(slot)));
  }

  private static int slot(long word0, int buckets) {
    return (int) (word0 ^ word0 >>> 32) & (buckets - 1);
  }
}
