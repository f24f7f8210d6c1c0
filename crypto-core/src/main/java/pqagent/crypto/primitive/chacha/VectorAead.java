package pqagent.crypto.primitive.chacha;

import static pqagent.crypto.primitive.chacha.VectorChaCha.BLOCK_BYTES;
import static pqagent.crypto.primitive.chacha.VectorChaCha.LANES;
import static pqagent.crypto.primitive.chacha.VectorChaCha.QUAD;
import static pqagent.crypto.primitive.chacha.VectorChaCha.QUADS;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * {@link Aead} on vectors: as many packets at once as a vector has quads, a quad of lanes each,
 * where that takes fewer passes than all lanes for one packet after the other.
 *
 * <p>Packets are worked on in arrays, one for what goes in and one for what comes out, with a slot
 * for each:
 *
 * <pre>
 *   in a slot           front                     text
 *   0                   |                         |
 *   +-------+-----------+-------------------------+------------------+-----+---------+
 *   |       | zero blocks, associated data, pad   | text             | pad | lengths |  what is
 *   +-------+-----------+-------------------------+------------------+-----+---------+  authenticated
 *                                   |  block 0    | block 1 ...                         key stream
 * </pre>
 *
 * The first 32 bytes of block 0 are Poly1305's key.
 */
public final class VectorAead implements Aead {
  /** Longer texts go alone: slots would take too much memory. */
  private static final int LONGEST_IN_GROUP = 4096;

  private static final int MAC_BLOCK = VectorPoly1305.BLOCK_BYTES;

  private final VectorChaCha cipher = new VectorChaCha();
  private final VectorPowers powers = new VectorPowers();
  private final VectorPoly1305 mac = new VectorPoly1305();
  private final long[] tag = new long[2];
  private byte[] in = new byte[0];
  private byte[] out = in;

  /** Where text begins in a slot, and bytes of a slot. */
  private int textAt;

  private int slotBytes;

  /** Bytes of the slots that this call has used. */
  private int dirtyBytes;

  @Override
  public void seal(
      byte[] key,
      int keyOffset,
      ByteBuffer buffer,
      int aadOffset,
      int aadBytes,
      int textOffset,
      int textBytes) {
    try {
      cryptOne(key, keyOffset, buffer, aadBytes, textOffset, textBytes);
      seal(0, buffer, aadOffset, aadBytes, textOffset, textBytes);
    } finally {
      wipe();
    }
  }

  @Override
  public boolean open(
      byte[] key,
      int keyOffset,
      ByteBuffer buffer,
      int aadOffset,
      int aadBytes,
      int textOffset,
      int textBytes) {
    try {
      cryptOne(key, keyOffset, buffer, aadBytes, textOffset, textBytes);
      return open(0, buffer, aadOffset, aadBytes, textOffset, textBytes);
    } finally {
      wipe();
    }
  }

  @Override
  public void sealBatch(
      byte[] keys,
      ByteBuffer buffer,
      int[] offsets,
      int[] lengths,
      int from,
      int to,
      int aadBytes) {
    try {
      for (int i = from; i < to; ) {
        int end = crypt(keys, (i - from) * KEY_BYTES, buffer, offsets, lengths, i, to, aadBytes);
        for (int slot = 0; i < end; slot++, i++) {
          int textBytes = lengths[i] - aadBytes - TAG_BYTES;
          seal(slot, buffer, offsets[i], aadBytes, offsets[i] + aadBytes, textBytes);
        }
      }
    } finally {
      wipe();
    }
  }

  @Override
  public void openBatch(
      byte[] keys,
      ByteBuffer buffer,
      int[] offsets,
      int[] lengths,
      int from,
      int to,
      int aadBytes,
      boolean[] authentic) {
    try {
      for (int i = from; i < to; ) {
        int end = crypt(keys, (i - from) * KEY_BYTES, buffer, offsets, lengths, i, to, aadBytes);
        for (int slot = 0; i < end; slot++, i++) {
          int textBytes = lengths[i] - aadBytes - TAG_BYTES;
          authentic[i - from] =
              open(slot, buffer, offsets[i], aadBytes, offsets[i] + aadBytes, textBytes);
        }
      }
    } finally {
      wipe();
    }
  }

  /** Encrypts or decrypts the next packets into slots; returns the first that was left. */
  private int crypt(
      byte[] keys,
      int keyOffset,
      ByteBuffer buffer,
      int[] offsets,
      int[] lengths,
      int i,
      int to,
      int aadBytes) {
    int count = Math.min(QUADS, to - i);
    int longest = 0;
    int passesAlone = 0;
    for (int k = 0; k < count; k++) {
      int textBytes = lengths[i + k] - aadBytes - TAG_BYTES;
      longest = Math.max(longest, textBytes);
      passesAlone += passes(textBytes, LANES);
    }
    int passes = passes(longest, QUAD);
    if (passes >= passesAlone || longest > LONGEST_IN_GROUP) {
      int textBytes = lengths[i] - aadBytes - TAG_BYTES;
      cryptOne(keys, keyOffset, buffer, aadBytes, offsets[i] + aadBytes, textBytes);
      return i + 1;
    }
    layOut(aadBytes, passes * QUAD * BLOCK_BYTES, QUADS);
    for (int slot = 0; slot < count; slot++) {
      int textBytes = lengths[i + slot] - aadBytes - TAG_BYTES;
      load(slot, buffer, offsets[i + slot] + aadBytes, textBytes);
    }
    cipher.beginEach(keys, keyOffset, count);
    for (int pass = 0; pass < passes; pass++) {
      int at = textAt - BLOCK_BYTES + pass * QUAD * BLOCK_BYTES;
      cipher.pass(in, out, at, slotBytes, QUAD);
    }
    takeKeys(count);
    return i + count;
  }

  private void cryptOne(
      byte[] key, int keyOffset, ByteBuffer buffer, int aadBytes, int textOffset, int textBytes) {
    int passes = passes(textBytes, LANES);
    layOut(aadBytes, passes * LANES * BLOCK_BYTES, 1);
    load(0, buffer, textOffset, textBytes);
    cipher.beginAll(key, keyOffset);
    for (int pass = 0; pass < passes; pass++) {
      int at = textAt - BLOCK_BYTES + pass * LANES * BLOCK_BYTES;
      cipher.pass(in, out, at, QUAD * BLOCK_BYTES, LANES);
    }
    takeKeys(1);
  }

  private void takeKeys(int slots) {
    for (int slot = 0; slot < slots; slot++) {
      int key = slot * slotBytes + textAt - BLOCK_BYTES;
      powers.set(slot, (long) Words.LONG.get(out, key), (long) Words.LONG.get(out, key + 8));
    }
    powers.compute();
  }

  private static int passes(int textBytes, int lanesPerKey) {
    return Math.ceilDiv(BLOCK_BYTES + textBytes, lanesPerKey * BLOCK_BYTES);
  }

  private void layOut(int aadBytes, int streamBytes, int slots) {
    int frontBytes = VectorPoly1305.GROUP_BYTES + padded(aadBytes);
    textAt = Math.ceilDiv(frontBytes, BLOCK_BYTES) * BLOCK_BYTES;
    slotBytes = textAt + streamBytes;
    int bytes = slots * slotBytes;
    if (in.length < bytes) {
      wipe();
      in = new byte[bytes];
      out = new byte[bytes];
    }
    dirtyBytes = Math.max(dirtyBytes, bytes);
  }

  private void load(int slot, ByteBuffer buffer, int textOffset, int textBytes) {
    int at = slot * slotBytes + textAt;
    Arrays.fill(in, at - BLOCK_BYTES, at, (byte) 0);
    buffer.get(textOffset, in, at, textBytes);
  }

  private void seal(
      int slot, ByteBuffer buffer, int aadOffset, int aadBytes, int textOffset, int textBytes) {
    authenticate(out, slot, buffer, aadOffset, aadBytes, textBytes);
    int at = slot * slotBytes + textAt;
    Words.LONG.set(out, at + textBytes, tag[0]);
    Words.LONG.set(out, at + textBytes + 8, tag[1]);
    buffer.put(textOffset, out, at, textBytes + TAG_BYTES);
  }

  private boolean open(
      int slot, ByteBuffer buffer, int aadOffset, int aadBytes, int textOffset, int textBytes) {
    authenticate(in, slot, buffer, aadOffset, aadBytes, textBytes);
    int at = slot * slotBytes + textAt;
    buffer.get(textOffset + textBytes, in, at, TAG_BYTES);
    long difference =
        tag[0] ^ (long) Words.LONG.get(in, at) | tag[1] ^ (long) Words.LONG.get(in, at + 8);
    if (difference != 0) {
      Arrays.fill(out, at, at + textBytes, (byte) 0);
    }
    buffer.put(textOffset, out, at, textBytes);
    return difference == 0;
  }

  /** Completes a slot around the ciphertext that is in it, and makes its tag. */
  private void authenticate(
      byte[] slots, int slot, ByteBuffer buffer, int aadOffset, int aadBytes, int textBytes) {
    int text = slot * slotBytes + textAt;
    int key = text - BLOCK_BYTES;
    int aad = text - padded(aadBytes);
    int lengths = text + padded(textBytes);
    int blocks = (lengths - aad) / MAC_BLOCK + 1;
    int groups = Math.ceilDiv(blocks, VectorPoly1305.LANES);
    int before = groups * VectorPoly1305.LANES - blocks;
    int start = aad - before * MAC_BLOCK;
    mac.begin(
        powers, slot, (long) Words.LONG.get(out, key + 16), (long) Words.LONG.get(out, key + 24));
    Arrays.fill(slots, start, aad, (byte) 0);
    buffer.get(aadOffset, slots, aad, aadBytes);
    Arrays.fill(slots, aad + aadBytes, text, (byte) 0);
    Arrays.fill(slots, text + textBytes, lengths, (byte) 0);
    Words.LONG.set(slots, lengths, (long) aadBytes);
    Words.LONG.set(slots, lengths + 8, (long) textBytes);
    mac.finish(slots, start, groups, before, tag);
  }

  private static int padded(int bytes) {
    return Math.ceilDiv(bytes, MAC_BLOCK) * MAC_BLOCK;
  }

  private void wipe() {
    cipher.wipe();
    powers.wipe();
    mac.wipe();
    Arrays.fill(in, 0, dirtyBytes, (byte) 0);
    Arrays.fill(out, 0, dirtyBytes, (byte) 0);
    dirtyBytes = 0;
    Arrays.fill(tag, 0);
  }
}
