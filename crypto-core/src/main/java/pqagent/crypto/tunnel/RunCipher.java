package pqagent.crypto.tunnel;

import static pqagent.crypto.tunnel.EpochRules.KEY_BYTES;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Seals or opens a run of packets whose keys are known, which a crew can do in parts: packets are
 * independent of each other once they have their keys. Belongs to the thread that calls it.
 */
final class RunCipher implements Crew.Task {
  /** A multiple of the packets that the AEAD takes at once; fewer are not worth another thread. */
  private static final int LEAST_PART = 16;

  private final byte[] keys;
  private final boolean[] authentic;
  private @Nullable ByteBuffer buffer;
  private int[] offsets = new int[0];
  private int[] lengths = offsets;
  private int from;
  private int to;
  private int packetsPerPart;
  private boolean opening;

  /** Over a scratch's keys and its places for what was authentic. */
  RunCipher(byte[] keys, boolean[] authentic) {
    this.keys = keys;
    this.authentic = authentic;
  }

  /** Seals packets laid out as for ChaCha20Poly1305.sealBatch. */
  void seal(Crew crew, ByteBuffer buffer, int[] offsets, int[] lengths, int from, int to) {
    opening = false;
    share(crew, buffer, offsets, lengths, from, to);
  }

  /** Opens them, and says which were authentic. */
  void open(Crew crew, ByteBuffer buffer, int[] offsets, int[] lengths, int from, int to) {
    opening = true;
    share(crew, buffer, offsets, lengths, from, to);
  }

  private void share(Crew crew, ByteBuffer buffer, int[] offsets, int[] lengths, int from, int to) {
    this.buffer = buffer;
    this.offsets = offsets;
    this.lengths = lengths;
    this.from = from;
    this.to = to;
    int each = Math.ceilDiv(to - from, crew.hands());
    packetsPerPart = Math.ceilDiv(each, LEAST_PART) * LEAST_PART;
    int parts = Math.ceilDiv(to - from, packetsPerPart);
    if (parts == 1) {
      run(0);
    } else {
      crew.run(this, parts);
    }
    this.buffer = null;
  }

  /** Does one part, on whatever thread. */
  @Override
  public void run(int part) {
    int first = from + part * packetsPerPart;
    int end = Math.min(to, first + packetsPerPart);
    int count = end - first;
    ByteBuffer packets = buffer;
    if (packets == null) {
      throw new IllegalStateException("a part without a run");
    }
    Scratch mine = Scratch.current();
    System.arraycopy(keys, (first - from) * KEY_BYTES, mine.partKeys, 0, count * KEY_BYTES);
    try {
      if (opening) {
        mine.aead.openBatch(
            mine.partKeys,
            packets,
            offsets,
            lengths,
            first,
            end,
            TunnelHeader.BYTES,
            mine.partAuthentic);
        System.arraycopy(mine.partAuthentic, 0, authentic, first - from, count);
      } else {
        mine.aead.sealBatch(
            mine.partKeys, packets, offsets, lengths, first, end, TunnelHeader.BYTES);
      }
    } finally {
      Arrays.fill(mine.partKeys, 0, count * KEY_BYTES, (byte) 0);
    }
  }
}
