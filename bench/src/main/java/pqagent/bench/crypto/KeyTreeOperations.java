package pqagent.bench.crypto;

import static pqagent.bench.crypto.Operation.implementations;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.bouncycastle.crypto.digests.SHAKEDigest;
import pqagent.crypto.key.StaticKeyTree;
import pqagent.crypto.key.StaticPublicKeys;
import pqagent.crypto.primitive.McEliece6960119;
import pqagent.crypto.primitive.X25519;

/** The hash tree over a server's static public keys: 937 nodes of 1152 bytes or less, SHAKE-256. */
final class KeyTreeOperations {
  private static final int HASH_BYTES = 32;

  /** Writes 64 bytes or 32 of a part's hash: what comes behind the first 32 does not count. */
  private interface NodeHash {
    void hash(byte[] bytes, int offset, int length, byte[] out);
  }

  private KeyTreeOperations() {}

  static List<Operation> all() {
    return List.of(
        Operation.of(
            "statickeytree.1mb",
            implementations(
                Implementation.ours(KeyTreeOperations::tree),
                Implementation.bouncyCastle(() -> treeBy(bouncyCastle())),
                Implementation.jdk(() -> treeBy(jdk())))));
  }

  private static Work tree() {
    StaticPublicKeys keys =
        new StaticPublicKeys(
            Packets.random(McEliece6960119.PUBLIC_KEY_BYTES), Packets.random(X25519.KEY_BYTES));
    return () -> StaticKeyTree.of(keys).root();
  }

  private static NodeHash bouncyCastle() {
    SHAKEDigest digest = new SHAKEDigest(256);
    return (bytes, offset, length, out) -> {
      digest.update(bytes, offset, length);
      digest.doFinal(out, 0, HASH_BYTES);
    };
  }

  private static NodeHash jdk() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHAKE256-512");
      return (bytes, offset, length, out) -> {
        digest.update(bytes, offset, length);
        try {
          digest.digest(out, 0, out.length);
        } catch (DigestException e) {
          throw new IllegalStateException(e);
        }
      };
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Hashes level after level until there is one hash. */
  private static Work treeBy(NodeHash hash) {
    byte[] keys = Packets.random(McEliece6960119.PUBLIC_KEY_BYTES + X25519.KEY_BYTES);
    byte[] result = new byte[2 * HASH_BYTES];
    return () -> {
      byte[] level = keys;
      while (level.length > HASH_BYTES) {
        int nodes = Math.ceilDiv(level.length, StaticKeyTree.NODE_BYTES);
        byte[] parents = new byte[nodes * HASH_BYTES];
        for (int i = 0; i < nodes; i++) {
          int from = i * StaticKeyTree.NODE_BYTES;
          int length = Math.min(StaticKeyTree.NODE_BYTES, level.length - from);
          hash.hash(level, from, length, result);
          System.arraycopy(result, 0, parents, i * HASH_BYTES, HASH_BYTES);
        }
        level = parents;
      }
      return level;
    };
  }
}
