package pqagent.crypto.tunnel;

import static pqagent.crypto.tunnel.EpochRules.KEY_BYTES;
import static pqagent.crypto.tunnel.EpochRules.LAST_EPOCH;
import static pqagent.crypto.tunnel.EpochRules.PACKETS_PER_EPOCH;

import java.nio.ByteBuffer;
import java.util.Optional;
import pqagent.crypto.handshake.TunnelSecrets;

/**
 * One tunnel: a send chain and a receive chain (PROTOCOL.md section 6). Sealing belongs to one
 * thread at a time and opening to one thread, which may be different ones; close may be called by
 * any. Time is passed in as nanoseconds of a monotonic clock. Bytes from the network never cause an
 * exception; arrays and offsets that do not fit the buffer do.
 */
public final class Tunnel implements AutoCloseable {
  private final TunnelId id;
  private final SendChain sender;
  private final Receiver receiver;
  private final Lease sending = new Lease();
  private final ClientCookies cookies = new ClientCookies();

  private volatile boolean newEpochRequested;
  private volatile boolean exhausted;
  private volatile long sealedPackets;
  private volatile long lastSealedNanos;

  private Tunnel(
      TunnelId id,
      boolean isClient,
      int epoch,
      byte[] sendRoot,
      byte[] receiveRoot,
      long nowNanos) {
    this.id = id;
    this.sender = new SendChain(sendRoot, epoch, nowNanos, PACKETS_PER_EPOCH);
    this.receiver = new Receiver(id, receiveRoot, epoch, isClient ? cookies : null, nowNanos);
    this.lastSealedNanos = nowNanos;
  }

  /** The client's end; uses the secrets up. */
  public static Tunnel initiated(TunnelSecrets secrets, long nowNanos) {
    try (secrets) {
      return new Tunnel(
          TunnelId.of(secrets.tunnelId()),
          true,
          0,
          secrets.initiatorRoot(),
          secrets.responderRoot(),
          nowNanos);
    }
  }

  /** The server's end; uses the secrets up. */
  public static Tunnel accepted(TunnelSecrets secrets, long nowNanos) {
    try (secrets) {
      return new Tunnel(
          TunnelId.of(secrets.tunnelId()),
          false,
          0,
          secrets.responderRoot(),
          secrets.initiatorRoot(),
          nowNanos);
    }
  }

  /** The server's end, as a cookie kept it; uses the resumption up. */
  public static Tunnel resumed(Resumption resumption, long nowNanos) {
    try (resumption) {
      return new Tunnel(
          TunnelId.of(resumption.tunnelId()),
          false,
          resumption.epoch() + 1,
          resumption.sendRoot(),
          resumption.receiveRoot(),
          nowNanos);
    }
  }

  public TunnelId id() {
    return id;
  }

  /**
   * Seals datagrams {@code from} (inclusive) to {@code to} (exclusive) in place: datagram i is
   * {@code lengths[i]} bytes at {@code offsets[i]}: 40 bytes for the header, which this writes, the
   * inner packet, 16 bytes for the tag. Returns how many from the first on were sealed (fewer only
   * when the tunnel is closed or its counters are used up). The crew shares the encryption.
   */
  public int seal(
      Crew crew, ByteBuffer buffer, int[] offsets, int[] lengths, int from, int to, long nowNanos) {
    if (!sending.enter()) {
      return 0;
    }
    try {
      boolean requested = newEpochRequested;
      if (requested) {
        newEpochRequested = false;
      }
      sender.advance(nowNanos, receiver.newest(), cookies.epoch(), requested);
      exhausted = sender.isExhausted(nowNanos);
      int sealed =
          exhausted ? 0 : sender.seal(crew, id, buffer, offsets, lengths, from, to, nowNanos);
      if (sealed > 0) {
        long total = sealedPackets + sealed;
        sealedPackets = total;
        lastSealedNanos = nowNanos;
      }
      return sealed;
    } finally {
      if (sending.leave()) {
        sender.erase();
      }
    }
  }

  /**
   * Opens datagrams in place; {@code results[i]} says what became of each. The inner packet of
   * datagram i then is lengths[i] - 56 bytes at offsets[i] + 40. The bytes of one that is FORGED
   * are lost. The crew shares the decryption.
   */
  public void open(
      Crew crew,
      ByteBuffer buffer,
      int[] offsets,
      int[] lengths,
      int from,
      int to,
      long nowNanos,
      OpenResult[] results) {
    receiver.open(crew, buffer, offsets, lengths, from, to, nowNanos, results);
  }

  /**
   * Begins to open datagrams together with those of other tunnels: copies their keys into the batch
   * and changes nothing. False, and nothing is copied, when not all keys are at hand, as for the
   * first packet of an epoch, or no packet needs them: then {@link #open} is to be called, in
   * {@code settle}'s place.
   */
  public boolean collect(OpenBatch batch, int from, int to) {
    return receiver.collect(batch, from, to);
  }

  /** Ends what {@link #collect} began; {@code results} are those of {@link #open}. */
  public void settle(OpenBatch batch, int from, int to, OpenResult[] results) {
    receiver.settle(batch, from, to, results);
  }

  /**
   * Reads what {@link #open} will for a datagram, so that it is near by then; the result says
   * nothing. Any thread.
   */
  public long touch(ByteBuffer buffer, int offset) {
    return receiver.touch(buffer, offset);
  }

  /**
   * The cookie to send, as a datagram of its own, before the next sealed packet: the server has
   * forgotten this tunnel. It is given once. Any thread.
   */
  public Optional<byte[]> takeCookie() {
    return cookies.take();
  }

  /**
   * What a server puts in a cookie before it forgets this tunnel: the roots of the next epoch.
   * Nobody may be sealing or opening meanwhile. From now on the tunnel stays in its epoch: the
   * cookie is sealed in it, and then it is closed. Empty when it is closed or at its last epoch.
   */
  public Optional<Resumption> resumption(long nowNanos) {
    if (!sending.enter()) {
      return Optional.empty();
    }
    try {
      return resumptionWhileHeld(nowNanos);
    } finally {
      if (sending.leave()) {
        sender.erase();
      }
    }
  }

  private Optional<Resumption> resumptionWhileHeld(long nowNanos) {
    int epoch = Math.max(sender.epoch(), receiver.newest());
    byte[] receiveRoot = new byte[KEY_BYTES];
    if (epoch == LAST_EPOCH || !receiver.copyRoot(epoch + 1, receiveRoot)) {
      return Optional.empty();
    }
    byte[] sendRoot = new byte[KEY_BYTES];
    sender.stayIn(epoch, nowNanos);
    sender.copyNextRoot(sendRoot);
    return Optional.of(new Resumption(id.bytes(), epoch, sendRoot, receiveRoot));
  }

  /** Packets sealed since the start. Any thread. */
  public long sealedPackets() {
    return sealedPackets;
  }

  /** Packets opened since the start. Any thread. */
  public long openedPackets() {
    return receiver.openedPackets();
  }

  /**
   * When a packet last authenticated, or when the tunnel began (nanoseconds, the caller's clock).
   * Any thread.
   */
  public long lastOpenedNanos() {
    return receiver.lastOpenedNanos();
  }

  /** When a packet was last sealed, or when the tunnel began. Any thread. */
  public long lastSealedNanos() {
    return lastSealedNanos;
  }

  /**
   * Asks the send chain to begin a new epoch before its next packet (INTEROP.md: when nothing comes
   * back). At most one in 30 s is obeyed. Any thread.
   */
  public void requestNewEpoch() {
    newEpochRequested = true;
  }

  /**
   * Whether it can do no more: it was closed, its newest receiving epoch began 120 s ago (so
   * nothing was opened for 90 s or more), or its epochs are used up. Any thread.
   */
  public boolean isDead(long nowNanos) {
    return exhausted || receiver.isDead(nowNanos);
  }

  /** Zeroes all keys as soon as the owning threads let go of them. */
  @Override
  public void close() {
    if (sending.close()) {
      sender.erase();
    }
    receiver.close();
  }
}
