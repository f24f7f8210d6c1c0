package pqagent.crypto.key;

import java.util.Optional;

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

  public StaticKeyAssembly(byte[] keyHash) {
    throw new UnsupportedOperationException("not yet");
  }

  /** Offers a node; bytes are copied when they are believed. */
  public Insertion insert(int depth, int position, byte[] node, int offset, int length) {
    throw new UnsupportedOperationException("not yet");
  }

  /** Whether this node is held and believed. Depth 0 is not asked for: the name is the root. */
  public boolean has(int depth, int position) {
    throw new UnsupportedOperationException("not yet");
  }

  /** The keys, once every node of the last level is believed. */
  public Optional<StaticPublicKeys> keys() {
    throw new UnsupportedOperationException("not yet");
  }
}
