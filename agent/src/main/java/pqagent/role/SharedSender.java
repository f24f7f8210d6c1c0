package pqagent.role;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import pqagent.datapath.PacketSender;
import pqagent.linux.NativeArena;
import pqagent.packet.Ip;
import pqagent.peer.ParkedPacket;
import pqagent.peer.PathMtu;
import pqagent.peer.Peer;

/**
 * A packet sender for all threads that send now and then: keepalives, and what was parked when its
 * tunnel is there.
 */
final class SharedSender implements AutoCloseable {
  private final PacketSender sender;
  private final NativeArena arena = new NativeArena();

  /** Of the kind that a queue has: for another, the JVM would compile the packet path anew. */
  private final ByteBuffer packet =
      arena.allocate(Ip.MAX_PACKET_BYTES).buffer().order(ByteOrder.BIG_ENDIAN);

  SharedSender(PacketSender sender) {
    this.sender = sender;
  }

  /** Sends an empty packet through the peer's tunnel. */
  synchronized void keepalive(Peer peer) {
    addKeepalive(peer);
    flush();
  }

  /** Adds an empty packet through the peer's tunnel to what is sent next. */
  synchronized void addKeepalive(Peer peer) {
    sender.addKeepalive(peer, System.nanoTime());
  }

  /** Sends what was added. */
  synchronized void flush() {
    sender.flush(System.nanoTime());
  }

  /** Asks the peer by an echo request whether so large a packet arrives. */
  synchronized void probe(Peer peer, PathMtu.Probe probe) {
    long now = System.nanoTime();
    sender.addProbe(peer, probe.bytes(), probe.sequence(), now);
    sender.flush(now);
  }

  /** Answers an echo request of the peer's. */
  synchronized void answerProbe(Peer peer, int sequence) {
    long now = System.nanoTime();
    sender.addProbeAnswer(peer, sequence, now);
    sender.flush(now);
  }

  /**
   * Sends what was parked, or an empty packet when nothing was, so that the other end knows of the
   * tunnel.
   */
  synchronized void open(Peer peer) {
    long now = System.nanoTime();
    var parked = peer.unpark();
    if (parked.isEmpty()) {
      sender.addKeepalive(peer, now);
    }
    for (ParkedPacket one : parked) {
      packet.put(0, one.bytes());
      sender.add(packet, 0, one.bytes().length, one.needsChecksum(), now);
    }
    sender.flush(now);
  }

  @Override
  public synchronized void close() {
    sender.close();
    arena.close();
  }
}
