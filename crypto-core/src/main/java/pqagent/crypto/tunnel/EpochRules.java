package pqagent.crypto.tunnel;

import java.util.concurrent.TimeUnit;

/** The numbers of the ratchet: first those of the protocol, then our own. */
final class EpochRules {

  // PROTOCOL.md section 6

  /** A sender moves on when more than this passed since its epoch began. */
  static final long EPOCH_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** A receiver erases an epoch this long after it began. */
  static final long LIFE_NANOS = TimeUnit.SECONDS.toNanos(120);

  /** A receiver stores no more epochs than this. */
  static final int LIVE_EPOCHS = 5;

  static final int LAST_EPOCH = 0xffff;

  /** Counters are 32 bits: packets 0 to 2^32 - 1 of an epoch. */
  static final long PACKETS_PER_EPOCH = 1L << 32;

  static final int KEY_BYTES = 32;

  /** Packet keys of one step of a chain. */
  static final int BLOCK_KEYS = 18;

  /** A step's result: the next chain key, then the packet keys. */
  static final int BLOCK_BYTES = (1 + BLOCK_KEYS) * KEY_BYTES;

  // Ours

  /**
   * How far ahead of the newest derived key a packet may be: a run of so many lost packets is
   * survived, a tenth of a second at 3 Gbit/s. A forged counter costs at most 228 steps of the
   * chain and the chain keys alone of 1593 more.
   */
  static final int MAX_AHEAD = 32768;

  /** Keys of passed-over packets kept per epoch: the newest ones. */
  static final int MAX_SKIPPED = 4096;

  /** At most one new epoch by request in this time. */
  static final long REQUEST_NANOS = EPOCH_NANOS;

  /** What our clock and the way to the peer may shift the life of an epoch there. */
  static final long MARGIN_NANOS = TimeUnit.SECONDS.toNanos(1);

  private EpochRules() {}
}
