package pqagent.crypto.tunnel;

import static pqagent.crypto.tunnel.EpochRules.LAST_EPOCH;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of a tunnel: its chain, who may touch it, what came through. Opening belongs
 * to one thread at a time; what else there is, any thread may call.
 */
final class Receiver {
  private final ReceiveChain chain;
  private final Opener opener;
  private final Lease lease = new Lease();

  /** A client's. */
  private final @Nullable ClientCookies cookies;

  private volatile long openedPackets;
  private volatile long lastOpenedNanos;

  /** Copies the root. Cookies are taken out of what comes when there is somewhere to put them. */
  Receiver(TunnelId id, byte[] root, int epoch, @Nullable ClientCookies cookies, long nowNanos) {
    this.chain = new ReceiveChain(root, epoch, nowNanos);
    this.opener = new Opener(id, chain);
    this.cookies = cookies;
    this.lastOpenedNanos = nowNanos;
  }

  /** See {@link Tunnel#open}. */
  void open(
      Crew crew,
      ByteBuffer buffer,
      int[] offsets,
      int[] lengths,
      int from,
      int to,
      long nowNanos,
      OpenResult[] results) {
    if (!lease.enter()) {
      Arrays.fill(results, from, to, OpenResult.TUNNEL_DEAD);
      return;
    }
    try {
      int opened = opener.open(crew, buffer, offsets, lengths, from, to, nowNanos, results);
      opened(opened, buffer, offsets, lengths, from, to, nowNanos, results);
    } finally {
      leave();
    }
  }

  /** See {@link Tunnel#collect}. */
  boolean collect(OpenBatch batch, int from, int to) {
    if (!lease.enter()) {
      return false;
    }
    try {
      chain.expire(batch.nowNanos());
      for (int i = from; i < to; i++) {
        if (!batch.add(i, chain)) {
          batch.dropLast(i - from);
          return false;
        }
      }
      return true;
    } finally {
      leave();
    }
  }

  /** See {@link Tunnel#settle}. */
  void settle(OpenBatch batch, int from, int to, OpenResult[] results) {
    if (!lease.enter()) {
      batch.skip(to - from);
      Arrays.fill(results, from, to, OpenResult.TUNNEL_DEAD);
      return;
    }
    try {
      int opened = 0;
      for (int i = from; i < to; i++) {
        results[i] = batch.take(i, chain);
        opened += results[i] == OpenResult.OK ? 1 : 0;
      }
      opened(
          opened,
          batch.buffer(),
          batch.offsets(),
          batch.lengths(),
          from,
          to,
          batch.nowNanos(),
          results);
    } finally {
      leave();
    }
  }

  private void opened(
      int opened,
      ByteBuffer buffer,
      int[] offsets,
      int[] lengths,
      int from,
      int to,
      long nowNanos,
      OpenResult[] results) {
    if (opened == 0) {
      return;
    }
    long total = openedPackets + opened;
    openedPackets = total;
    lastOpenedNanos = nowNanos;
    if (cookies != null) {
      takeCookies(cookies, buffer, offsets, lengths, from, to, nowNanos, results);
    }
  }

  /** Both directions go on in the epoch behind the cookie's (PROTOCOL.md section 7). */
  private void takeCookies(
      ClientCookies taker,
      ByteBuffer buffer,
      int[] offsets,
      int[] lengths,
      int from,
      int to,
      long nowNanos,
      OpenResult[] results) {
    for (int i = from; i < to; i++) {
      if (results[i] == OpenResult.OK && ClientCookies.isCookie(buffer, offsets[i], lengths[i])) {
        results[i] = OpenResult.COOKIE;
        int next = Math.min(TunnelHeader.epoch(buffer, offsets[i]) + 1, LAST_EPOCH);
        opener.moveTo(next, nowNanos);
        taker.offer(buffer, offsets[i], lengths[i], next);
      }
    }
  }

  /** See {@link Tunnel#touch}. */
  long touch(ByteBuffer buffer, int offset) {
    long own = lastOpenedNanos + (lease.isClosed() ? 1 : 0);
    ReceiveEpoch epoch = chain.live(TunnelHeader.epoch(buffer, offset));
    return epoch == null ? own : own + epoch.touch(TunnelHeader.counter(buffer, offset));
  }

  /** Copies the root of an epoch behind the newest, without moving; false when it is closed. */
  boolean copyRoot(int epoch, byte[] out) {
    if (!lease.enter()) {
      return false;
    }
    try {
      chain.copyRoot(epoch, out);
      return true;
    } finally {
      leave();
    }
  }

  int newest() {
    return chain.newest();
  }

  long openedPackets() {
    return openedPackets;
  }

  long lastOpenedNanos() {
    return lastOpenedNanos;
  }

  boolean isDead(long nowNanos) {
    return lease.isClosed() || chain.isDead(nowNanos);
  }

  /** Zeroes all keys as soon as the opening thread lets go of them. */
  void close() {
    if (lease.close()) {
      chain.erase();
    }
  }

  private void leave() {
    if (lease.leave()) {
      chain.erase();
    }
  }
}
