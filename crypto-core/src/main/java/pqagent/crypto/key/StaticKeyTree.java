package pqagent.crypto.key;

import java.util.Arrays;
import pqagent.crypto.primitive.Lengths;
import pqagent.crypto.primitive.McEliece6960119;
import pqagent.crypto.primitive.Shake256;
import pqagent.crypto.primitive.X25519;

/**
 * The hash tree over a server's static public keys, all its nodes (PROTOCOL.md section 3). The
 * leaves are the keys themselves, not a copy.
 *
 * <pre>
 *   depth 0       1 node       32 bytes    H(depth 1): the public-key hash
 *   depth 1       1 node      832 bytes    H of each node below, in order
 *   depth 2      26 nodes   29120 bytes    H of each node below, in order
 *   depth 3     910 nodes 1047351 bytes    McEliece public key, X25519 public key
 * </pre>
 */
public final class StaticKeyTree {
  public static final int LEVELS = 4;
  public static final int NODE_BYTES = 1152;

  static final int LEAF_DEPTH = LEVELS - 1;
  static final int CHILDREN = NODE_BYTES / Shake256.HASH_BYTES;

  private static final int[] LEVEL_BYTES = new int[LEVELS];

  static {
    LEVEL_BYTES[LEAF_DEPTH] = McEliece6960119.PUBLIC_KEY_BYTES + X25519.KEY_BYTES;
    for (int depth = LEAF_DEPTH; depth > 0; depth--) {
      LEVEL_BYTES[depth - 1] = nodeCount(depth) * Shake256.HASH_BYTES;
    }
  }

  private final StaticPublicKeys keys;
  private final byte[][] upperLevels = new byte[LEAF_DEPTH][];

  private StaticKeyTree(StaticPublicKeys keys) {
    this.keys = keys;
    for (int depth = LEAF_DEPTH; depth > 0; depth--) {
      byte[] level = depth == LEAF_DEPTH ? keys.mceliece() : upperLevels[depth];
      int whole = level.length / NODE_BYTES;
      byte[] hashes = Shake256.hashEach(level, 0, NODE_BYTES, whole);
      upperLevels[depth - 1] = Arrays.copyOf(hashes, levelBytes(depth - 1));
      if (whole < nodeCount(depth)) {
        byte[] node = new byte[nodeBytes(depth, whole)];
        copyNode(depth, whole, node, 0);
        byte[] hash = Shake256.hash(node);
        System.arraycopy(hash, 0, upperLevels[depth - 1], hashes.length, hash.length);
      }
    }
  }

  public static StaticKeyTree of(StaticPublicKeys keys) {
    return new StaticKeyTree(keys);
  }

  /** Nodes at a depth: 1, 1, 26, 910. IllegalArgumentException for another depth. */
  public static int nodeCount(int depth) {
    return Math.ceilDiv(levelBytes(depth), NODE_BYTES);
  }

  /**
   * Bytes of a node: 32, 832, 1152 or less, 1152 or less. IllegalArgumentException where there is
   * none.
   */
  public static int nodeBytes(int depth, int position) {
    if (!contains(depth, position)) {
      throw new IllegalArgumentException(
          "the tree has no node %d at depth %d".formatted(position, depth));
    }
    return Math.min(NODE_BYTES, levelBytes(depth) - position * NODE_BYTES);
  }

  /** Whether there is a node at this place: any two ints may be asked. */
  public static boolean contains(int depth, int position) {
    return depth >= 0 && depth < LEVELS && position >= 0 && position < nodeCount(depth);
  }

  /** Bytes of all nodes of a depth together. */
  static int levelBytes(int depth) {
    if (depth < 0 || depth >= LEVELS) {
      throw new IllegalArgumentException(
          "the tree has depths 0 to %d, not %d".formatted(LEAF_DEPTH, depth));
    }
    return LEVEL_BYTES[depth];
  }

  /** The public-key hash (depth 0). */
  public byte[] root() {
    return upperLevels[0].clone();
  }

  /**
   * Copies a node to {@code out} and returns its length in bytes. IllegalArgumentException where
   * there is no node or no room.
   */
  public int copyNode(int depth, int position, byte[] out, int outOffset) {
    int bytes = nodeBytes(depth, position);
    Lengths.requireRange("out", out.length, outOffset, bytes);
    int from = position * NODE_BYTES;
    if (depth < LEAF_DEPTH) {
      System.arraycopy(upperLevels[depth], from, out, outOffset, bytes);
      return bytes;
    }
    int fromMcEliece = Math.min(bytes, keys.mceliece().length - from);
    System.arraycopy(keys.mceliece(), from, out, outOffset, fromMcEliece);
    System.arraycopy(keys.x25519(), 0, out, outOffset + fromMcEliece, bytes - fromMcEliece);
    return bytes;
  }
}
