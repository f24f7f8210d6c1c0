package pqagent.role;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import pqagent.crypto.handshake.Initiator;
import pqagent.crypto.handshake.Prekey;
import pqagent.crypto.handshake.ReplayFilter;
import pqagent.crypto.handshake.Responder;
import pqagent.crypto.key.SlotKeys;
import pqagent.crypto.key.SlotPublicKeys;
import pqagent.crypto.key.StaticKeyPair;
import pqagent.crypto.key.StaticKeyTree;
import pqagent.crypto.key.StaticPublicKeys;
import pqagent.crypto.tunnel.Crew;
import pqagent.crypto.tunnel.Tunnel;
import pqagent.crypto.tunnel.TunnelHeader;
import pqagent.datapath.PacketReceiver;
import pqagent.datapath.TunnelEvents;
import pqagent.keyserver.KeyMessage;
import pqagent.keyserver.KeyServer;
import pqagent.linux.DatagramBatch;
import pqagent.linux.UdpSocket;
import pqagent.metrics.AgentMetrics;
import pqagent.metrics.AgentRole;
import pqagent.packet.Coalescer;
import pqagent.peer.AddressPool;
import pqagent.peer.AddressRange;
import pqagent.peer.Ipv4;
import pqagent.peer.PathMtu;
import pqagent.peer.Peer;
import pqagent.peer.PeerTable;
import pqagent.peer.TunnelTable;

/**
 * Clients that the server plays itself, with its own keys, at a reception of its own that nobody
 * else comes to: so that the first client finds code loaded and compiled.
 */
final class ServerRehearsal {
  private static final int LOOPBACK = Ipv4.parse("127.0.0.1");
  private static final AddressRange ROOM = AddressRange.parse("10.0.0.1/24");
  private static final int PORT = 1;
  private static final long PATIENCE_SECONDS = 2;

  private final StaticKeyPair keys;
  private final StaticKeyTree tree;
  private final SlotKeys slots;
  private final InstantSource clock;
  private final SecureRandom random;

  ServerRehearsal(
      StaticKeyPair keys,
      StaticKeyTree tree,
      SlotKeys slots,
      InstantSource clock,
      SecureRandom random) {
    this.keys = keys;
    this.tree = tree;
    this.slots = slots;
    this.clock = clock;
    this.random = random;
  }

  /**
   * Lets so many clients come, 250 at most, one after the other. Returns how many got a tunnel:
   * fewer when the loopback device is down.
   */
  int run(int clients) throws InterruptedException {
    Semaphore confirmed = new Semaphore(0);
    TunnelTable tunnels = new TunnelTable();
    try (AgentMetrics metrics = new AgentMetrics(AgentRole.SERVER);
        UdpSocket socket = UdpSocket.bind(0, UdpSocket.Options.ALL);
        DatagramBatch datagrams = DatagramBatch.forReceiving(1);
        KeyServer keyServer = KeyServer.start(0, tree, slots, clock, metrics);
        Reception reception =
            new Reception(
                tunnels,
                new PeerTable(ROOM),
                new AddressPool(ROOM),
                PathMtu::auto,
                newReceiver(confirmed, metrics),
                new Responder(keys, slots, new ReplayFilter(clients)),
                clock,
                metrics)) {
      int served = 0;
      while (served < clients && serve(socket, datagrams, keyServer.port(), reception, confirmed)) {
        served++;
      }
      return served;
    } finally {
      tunnels.forEach((tunnel, _) -> tunnel.close());
    }
  }

  private static PacketReceiver newReceiver(Semaphore confirmed, AgentMetrics metrics) {
    return new PacketReceiver(
        (_, _) -> true,
        Coalescer.Joins.NOTHING,
        Crew.ALONE,
        metrics,
        new TunnelEvents() {
          @Override
          public void confirmed(Peer peer, Tunnel tunnel) {
            confirmed.release();
          }
        },
        ROOM.own(),
        true);
  }

  /** A client asks for keys, and its handshake is heard. */
  private boolean serve(
      UdpSocket socket,
      DatagramBatch datagrams,
      int keyPort,
      Reception reception,
      Semaphore confirmed)
      throws InterruptedException {
    socket.sendTo(KeyMessage.ephemeralRequest(), LOOPBACK, keyPort);
    return socket.receive(datagrams) > 0
        && visit(reception, slotKeys(datagrams), datagrams)
        && confirmed.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private static SlotPublicKeys slotKeys(DatagramBatch datagrams) {
    KeyMessage answer = new KeyMessage();
    answer.wrap(datagrams.buffer(), datagrams.offsets()[0], datagrams.lengths()[0]);
    return answer.slotKeys();
  }

  /** A handshake and, right behind it, an empty packet. */
  private boolean visit(Reception reception, SlotPublicKeys slot, DatagramBatch datagrams) {
    StaticPublicKeys known = keys.publicKeys();
    Optional<Initiator.Initiation> initiation =
        Prekey.make(known, random)
            .flatMap(prekey -> Initiator.initiate(prekey, known.x25519(), slot, random));
    if (initiation.isEmpty()) {
      return false;
    }
    byte[] message = initiation.get().message();
    Tunnel tunnel = Tunnel.initiated(initiation.get().secrets(), System.nanoTime());
    datagrams.clear();
    int first = datagrams.append(message.length, LOOPBACK, PORT);
    int second = datagrams.append(TunnelHeader.OVERHEAD_BYTES, LOOPBACK, PORT);
    datagrams.buffer().put(first, message);
    tunnel.seal(
        Crew.ALONE,
        datagrams.buffer(),
        datagrams.offsets(),
        datagrams.lengths(),
        1,
        2,
        System.nanoTime());
    tunnel.close();
    reception.handle(datagrams.buffer(), first, message.length, LOOPBACK, PORT);
    reception.handle(datagrams.buffer(), second, TunnelHeader.OVERHEAD_BYTES, LOOPBACK, PORT);
    return true;
  }
}
