package pqagent.crypto.tunnel;

import static pqagent.crypto.tunnel.EpochRules.KEY_BYTES;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The way of received packets through a tunnel's receive chain. Owned by the opening thread.
 *
 * <ol>
 *   <li>what is no packet of this tunnel is refused before any cryptography;
 *   <li>packets of one epoch in ascending order make a run: their keys are copied, not yet used up,
 *       and go to the AEAD together;
 *   <li>for each that authenticated its key is erased and the chain moves; a forged one has changed
 *       nothing;
 *   <li>the first packet of a later epoch goes alone: the ratchet is tried on the side.
 * </ol>
 */
final class Opener {
  private final TunnelId id;
  private final ReceiveChain chain;

  /** A later epoch that was tried in this call and has not authenticated. */
  private @Nullable ReceiveEpoch tried;

  Opener(TunnelId id, ReceiveChain chain) {
    this.id = id;
    this.chain = chain;
  }

  /** Returns how many were opened. */
  int open(
      Crew crew,
      ByteBuffer buffer,
      int[] offsets,
      int[] lengths,
      int from,
      int to,
      long nowNanos,
      OpenResult[] results) {
    Scratch scratch = Scratch.current();
    int opened = 0;
    try {
      chain.expire(nowNanos);
      int i = from;
      while (i < to) {
        int handled = openSome(crew, scratch, buffer, offsets, lengths, i, to, nowNanos, results);
        for (int end = i + handled; i < end; i++) {
          opened += results[i] == OpenResult.OK ? 1 : 0;
        }
      }
    } finally {
      scratch.ahead.wipe();
      forgetTried();
    }
    return opened;
  }

  /** Moves to an epoch without a packet in it, when that may begin. */
  void moveTo(int epoch, long nowNanos) {
    if (chain.mayBegin(epoch, nowNanos) == OpenResult.OK) {
      byte[] ratchet = Scratch.current().ratchet;
      chain.moveTo(chain.tentative(epoch, nowNanos, ratchet), nowNanos, ratchet);
    }
  }

  /** Opens or refuses one packet or more from {@code i} on and returns how many. */
  private int openSome(
      Crew crew,
      Scratch scratch,
      ByteBuffer buffer,
      int[] offsets,
      int[] lengths,
      int i,
      int to,
      long nowNanos,
      OpenResult[] results) {
    if (!isOurs(buffer, offsets[i], lengths[i])) {
      results[i] = OpenResult.MALFORMED;
      return 1;
    }
    if (chain.isDead(nowNanos)) {
      results[i] = OpenResult.TUNNEL_DEAD;
      return 1;
    }
    int number = TunnelHeader.epoch(buffer, offsets[i]);
    ReceiveEpoch live = chain.live(number);
    if (live != null) {
      return openRun(crew, scratch, live, buffer, offsets, lengths, i, to, results);
    }
    results[i] = chain.mayBegin(number, nowNanos);
    if (results[i] == OpenResult.OK) {
      ReceiveEpoch later = attempt(number, nowNanos, scratch);
      openRun(crew, scratch, later, buffer, offsets, lengths, i, i + 1, results);
      if (results[i] == OpenResult.OK) {
        chain.moveTo(later, nowNanos, scratch.ratchet);
        tried = null;
      }
    }
    return 1;
  }

  private ReceiveEpoch attempt(int number, long nowNanos, Scratch scratch) {
    ReceiveEpoch epoch = tried;
    if (epoch == null || epoch.number() != number) {
      forgetTried();
      epoch = chain.tentative(number, nowNanos, scratch.ratchet);
      tried = epoch;
    }
    return epoch;
  }

  private void forgetTried() {
    if (tried != null) {
      chain.discard(tried);
      tried = null;
    }
  }

  private int openRun(
      Crew crew,
      Scratch scratch,
      ReceiveEpoch epoch,
      ByteBuffer buffer,
      int[] offsets,
      int[] lengths,
      int i,
      int to,
      OpenResult[] results) {
    scratch.ahead.bind(epoch);
    int count;
    try {
      count = gather(scratch, epoch, buffer, offsets, lengths, i, to, results);
      if (count == 0) {
        return 1;
      }
      scratch.cipher.open(crew, buffer, offsets, lengths, i, i + count);
    } finally {
      scratch.wipeKeys(Math.min(to - i, Scratch.RUN));
    }
    for (int k = 0; k < count; k++) {
      if (scratch.authentic[k]) {
        epoch.take(scratch.counters[k], scratch.ahead);
        results[i + k] = OpenResult.OK;
      } else {
        results[i + k] = OpenResult.FORGED;
      }
    }
    return count;
  }

  /** Copies the keys of a run; 0 when the first packet has none, and its result says why. */
  private int gather(
      Scratch scratch,
      ReceiveEpoch epoch,
      ByteBuffer buffer,
      int[] offsets,
      int[] lengths,
      int i,
      int to,
      OpenResult[] results) {
    int most = Math.min(to - i, Scratch.RUN);
    int count = 0;
    while (count < most) {
      int offset = offsets[i + count];
      if (!isOurs(buffer, offset, lengths[i + count])
          || TunnelHeader.epoch(buffer, offset) != epoch.number()) {
        return count;
      }
      long counter = TunnelHeader.counter(buffer, offset);
      if (count > 0 && counter <= scratch.counters[count - 1]) {
        return count;
      }
      if (Lookahead.isFar(epoch, counter)) {
        if (count > 0) {
          return count;
        }
        most = 1;
        scratch.ahead.jump(epoch, counter);
      }
      OpenResult found = epoch.copyKey(counter, scratch.ahead, scratch.keys, count * KEY_BYTES);
      if (found != OpenResult.OK) {
        results[i + count] = found;
        return count;
      }
      scratch.counters[count++] = counter;
    }
    return count;
  }

  private boolean isOurs(ByteBuffer buffer, int offset, int length) {
    return TunnelHeader.isTunnelPacket(buffer, offset, length)
        && TunnelHeader.hasTunnelId(buffer, offset, id);
  }
}
