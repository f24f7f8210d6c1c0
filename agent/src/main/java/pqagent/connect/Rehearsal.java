package pqagent.connect;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pqagent.crypto.key.SlotPublicKeys;
import pqagent.crypto.key.StaticKeyTree;
import pqagent.crypto.key.StaticPublicKeys;
import pqagent.crypto.name.Pq1Name;
import pqagent.crypto.primitive.McEliece6960119;
import pqagent.keyserver.KeyMessage;
import pqagent.linux.NativeArena;
import pqagent.metrics.AgentMetrics;
import pqagent.metrics.AgentRole;
import pqagent.peer.Ipv4;
import pqagent.peer.PathMtu;
import pqagent.peer.Peer;
import pqagent.peer.ServerIdentity;
import pqagent.peer.TunnelTable;

/**
 * Connections that a connector of its own makes with nobody: what a server would answer comes from
 * here, and its keys are zeros. So the first real connection finds code loaded and compiled.
 */
final class Rehearsal implements AutoCloseable {
  static final String DIRECTORY = "pqagent-rehearsal";

  private static final Logger log = LoggerFactory.getLogger(Rehearsal.class);
  private static final int ADDRESS = Ipv4.parse("127.0.0.1");
  private static final int PORT = 1;
  private static final byte X25519_BASE_POINT = 9;
  private static final long PATIENCE_SECONDS = 5;

  private final byte[] x25519 = new byte[KeyMessage.X25519_BYTES];
  private final StaticKeyTree tree;
  private final SlotPublicKeys slot;
  private final ServerIdentity server;
  private final Semaphore tunnels = new Semaphore(0);
  private final ExecutorService network =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("rehearsal").factory());
  private final AgentMetrics metrics = new AgentMetrics(AgentRole.CLIENT);
  private final byte[] node = new byte[StaticKeyTree.NODE_BYTES];
  private final NativeArena arena = new NativeArena();

  /** Of the kind that a socket has: for another, the JVM would compile anew. */
  private final ByteBuffer answer =
      arena.allocate(KeyMessage.MAX_BYTES).buffer().order(ByteOrder.BIG_ENDIAN);

  private final Connector connector;

  private Rehearsal(Path directory, SecureRandom random) {
    x25519[0] = X25519_BASE_POINT;
    tree =
        StaticKeyTree.of(new StaticPublicKeys(new byte[McEliece6960119.PUBLIC_KEY_BYTES], x25519));
    slot = new SlotPublicKeys(new byte[KeyMessage.SNTRUP_BYTES], x25519);
    Pq1Name name = new Pq1Name(tree.root(), OptionalInt.of(PORT), OptionalInt.of(PORT));
    server = new ServerIdentity(name, "rehearsal.invalid.", ADDRESS);
    connector =
        new Connector(
            this::request,
            _ -> Optional.empty(),
            directory,
            new TunnelTable(),
            metrics,
            System::nanoTime,
            random,
            _ -> tunnels.release());
  }

  /** Makes so many connections, one after the other. Returns how many came about. */
  static int run(int connections, SecureRandom random) throws InterruptedException {
    try {
      Path directory = Files.createTempDirectory(DIRECTORY);
      try (Rehearsal rehearsal = new Rehearsal(directory, random)) {
        int connected = 0;
        while (connected < connections && rehearsal.connect()) {
          connected++;
        }
        return connected;
      } finally {
        delete(directory);
      }
    } catch (IOException e) {
      log.debug("no rehearsal", e);
      return 0;
    }
  }

  private boolean connect() throws InterruptedException {
    Peer peer = Peer.server(ADDRESS, server, PathMtu.auto(), System.nanoTime());
    connector.request(peer);
    boolean connected = tunnels.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS);
    connector.maintain(System.nanoTime());
    connector.forget(peer);
    return connected;
  }

  /** In the network's place: whoever asks has to wait, as for a real answer. */
  private void request(byte[] datagram, int address, int port) {
    network.execute(() -> answer(datagram, address, port));
  }

  private void answer(byte[] datagram, int address, int port) {
    KeyMessage request = new KeyMessage().wrap(ByteBuffer.wrap(datagram), 0, datagram.length);
    switch (request.type()) {
      case STATIC_REQUEST -> {
        int bytes = tree.copyNode(request.depth(), request.position(), node, 0);
        KeyMessage.putStaticResponse(answer, 0, request.depth(), request.position(), node, bytes);
      }
      case EPHEMERAL_REQUEST -> KeyMessage.putEphemeralResponse(answer, 0, slot);
      case STATIC_RESPONSE, EPHEMERAL_RESPONSE, OTHER -> {
        return;
      }
    }
    connector.deliver(answer, 0, datagram.length, address, port);
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    }
  }

  @Override
  public void close() {
    connector.close();
    network.close();
    arena.close();
    metrics.close();
  }
}
