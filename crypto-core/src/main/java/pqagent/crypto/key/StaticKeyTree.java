package pqagent.crypto.key;

/** The hash tree over a server's static public keys, all its nodes (PROTOCOL.md section 3). */
public final class StaticKeyTree {
  public static final int LEVELS = 4;
  public static final int NODE_BYTES = 1152;

  public static StaticKeyTree of(StaticPublicKeys keys) {
    throw new UnsupportedOperationException("not yet");
  }

  /** Nodes at a depth: 1, 1, 26, 910. IllegalArgumentException for another depth. */
  public static int nodeCount(int depth) {
    throw new UnsupportedOperationException("not yet");
  }

  /** Bytes of a node: 32, 832, 1152 or less, 1152 or less. */
  public static int nodeBytes(int depth, int position) {
    throw new UnsupportedOperationException("not yet");
  }

  /** Whether there is a node at this place: any two ints may be asked. */
  public static boolean contains(int depth, int position) {
    throw new UnsupportedOperationException("not yet");
  }

  /** The public-key hash (depth 0). */
  public byte[] root() {
    throw new UnsupportedOperationException("not yet");
  }

  /** Copies a node to {@code out} and returns its length in bytes. */
  public int copyNode(int depth, int position, byte[] out, int outOffset) {
    throw new UnsupportedOperationException("not yet");
  }
}
