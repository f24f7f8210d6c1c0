package pqagent.peer;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds a peer by its private address: one array slot for each address of the range. Readers take
 * no lock.
 */
public final class PeerTable {
  private final AddressRange range;
  private final AtomicReferenceArray<@Nullable Peer> byHost;
  private final AtomicInteger size = new AtomicInteger();

  public PeerTable(AddressRange range) {
    this.range = range;
    this.byHost = new AtomicReferenceArray<>(range.size());
  }

  /** Null, not Optional, when nobody has the address: this runs for every packet. */
  public @Nullable Peer find(int privateAddress) {
    return range.contains(privateAddress) ? byHost.get(privateAddress - range.network()) : null;
  }

  public void add(Peer peer) {
    if (byHost.getAndSet(peer.privateAddress() - range.network(), peer) == null) {
      size.incrementAndGet();
    }
  }

  public void remove(Peer peer) {
    if (byHost.compareAndSet(peer.privateAddress() - range.network(), peer, null)) {
      size.decrementAndGet();
    }
  }

  public int size() {
    return size.get();
  }

  public void forEach(Consumer<Peer> visitor) {
    for (int i = 0; i < byHost.length(); i++) {
      Peer peer = byHost.get(i);
      if (peer != null) {
        visitor.accept(peer);
      }
    }
  }
}
