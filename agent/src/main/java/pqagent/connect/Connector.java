package pqagent.connect;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import pqagent.metrics.AgentMetrics;
import pqagent.peer.Peer;
import pqagent.peer.TunnelTable;

/**
 * The client's way from a name to a tunnel, and the tunnel's renewal when its server falls silent.
 *
 * <pre>
 * request → ports (name or TXT) → static keys (memory, disk, 1 MB fetch) → prekey → slot keys
 *         → handshake sent, peer Connected → first packet opened: confirmed
 *                  ↑                │ nothing comes back
 *                  └── fresh one ───┘ … six times → peer Unreachable for a while
 * </pre>
 */
public final class Connector implements AutoCloseable {

  /**
   * @param sender the client's one UDP socket; replies that are not tunnel packets come back by
   *     {@link #deliver}
   * @param stateDirectory keeps servers' keys in its folder {@code keys}
   * @param tunnels where tunnels are registered for the inbound pump
   * @param nanoTime a monotonic clock, the one that {@link #maintain} and the peers are told
   * @param onTunnel called for each new tunnel of a peer, on a thread that may wait; sends what is
   *     parked
   */
  public Connector(
      DatagramSender sender,
      PortResolver ports,
      Path stateDirectory,
      TunnelTable tunnels,
      AgentMetrics metrics,
      LongSupplier nanoTime,
      SecureRandom random,
      Consumer<Peer> onTunnel) {
    throw new UnsupportedOperationException("not yet");
  }

  /**
   * Sees to it that the peer gets a tunnel, unless it has one, one is in the making, or it is too
   * early after a failure. Any thread; returns at once.
   */
  public void request(Peer peer) {
    throw new UnsupportedOperationException("not yet");
  }

  /**
   * Takes a received datagram that is not a tunnel packet. Cheap, never waits, never throws; what
   * nobody asked for is counted and dropped.
   */
  public void deliver(ByteBuffer buffer, int offset, int length, int address, int port) {
    throw new UnsupportedOperationException("not yet");
  }

  /** Confirms, renews and retires tunnels; call it about five times a second from one thread. */
  public void maintain(long nowNanos) {
    throw new UnsupportedOperationException("not yet");
  }

  /** Closes the peer's tunnels and keeps nothing of it: its private address goes to another. */
  public void forget(Peer peer) {
    throw new UnsupportedOperationException("not yet");
  }

  /** Ends all attempts, closes all tunnels, zeroes all keys. */
  @Override
  public void close() {
    throw new UnsupportedOperationException("not yet");
  }
}
