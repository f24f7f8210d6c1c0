package pqagent.crypto.key;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import pqagent.crypto.primitive.Lengths;
import pqagent.crypto.primitive.McEliece6960119;
import pqagent.crypto.primitive.Shake256;

/**
 * A tree being fetched from its root down: stores a node only when its hash is found at its place
 * in its believed parent (PROTOCOL.md section 3). An instance belongs to one thread.
 */
public final class StaticKeyAssembly {
  public enum Insertion {
    ACCEPTED,
    DUPLICATE,
    NO_PARENT_YET,
    WRONG_HASH,
    NO_SUCH_NODE
  }

  /** Zero-length until the depth's first node is believed: a liar costs no megabyte. */
  private final byte[][] levels = new byte[StaticKeyTree.LEVELS][0];

  private final BitSet[] believed = new BitSet[StaticKeyTree.LEVELS];

  /** Begins with the root, which the name gives: 32 bytes. */
  public StaticKeyAssembly(byte[] keyHash) {
    Lengths.require("keyHash", keyHash, Shake256.HASH_BYTES);
    Arrays.setAll(believed, depth -> new BitSet(StaticKeyTree.nodeCount(depth)));
    levels[0] = keyHash.clone();
    believed[0].set(0);
  }

  /** Offers a node; bytes are copied when they are believed. Any depth and position may come. */
  public Insertion insert(int depth, int position, byte[] node, int offset, int length) {
    Lengths.requireRange("node", node.length, offset, length);
    if (!StaticKeyTree.contains(depth, position)) {
      return Insertion.NO_SUCH_NODE;
    }
    if (has(depth, position)) {
      int from = position * StaticKeyTree.NODE_BYTES;
      int to = from + StaticKeyTree.nodeBytes(depth, position);
      return Arrays.equals(levels[depth], from, to, node, offset, offset + length)
          ? Insertion.DUPLICATE
          : Insertion.WRONG_HASH;
    }
    if (!has(depth - 1, position / StaticKeyTree.CHILDREN)) {
      return Insertion.NO_PARENT_YET;
    }
    if (!hasPromisedHash(depth, position, node, offset, length)) {
      return Insertion.WRONG_HASH;
    }
    if (levels[depth].length == 0) {
      levels[depth] = new byte[StaticKeyTree.levelBytes(depth)];
    }
    System.arraycopy(node, offset, levels[depth], position * StaticKeyTree.NODE_BYTES, length);
    believed[depth].set(position);
    return Insertion.ACCEPTED;
  }

  private boolean hasPromisedHash(int depth, int position, byte[] node, int offset, int length) {
    if (length != StaticKeyTree.nodeBytes(depth, position)) {
      return false;
    }
    byte[] hash = Shake256.hash(node, offset, length);
    int promised = position * hash.length;
    return Arrays.equals(levels[depth - 1], promised, promised + hash.length, hash, 0, hash.length);
  }

  /** Whether this node is held and believed. Depth 0 is not asked for: the name is the root. */
  public boolean has(int depth, int position) {
    return StaticKeyTree.contains(depth, position) && believed[depth].get(position);
  }

  /** The keys, once every node of the last level is believed. */
  public Optional<StaticPublicKeys> keys() {
    int depth = StaticKeyTree.LEAF_DEPTH;
    if (believed[depth].cardinality() < StaticKeyTree.nodeCount(depth)) {
      return Optional.empty();
    }
    byte[] all = levels[depth];
    return Optional.of(
        new StaticPublicKeys(
            Arrays.copyOf(all, McEliece6960119.PUBLIC_KEY_BYTES),
            Arrays.copyOfRange(all, McEliece6960119.PUBLIC_KEY_BYTES, all.length)));
  }
}
