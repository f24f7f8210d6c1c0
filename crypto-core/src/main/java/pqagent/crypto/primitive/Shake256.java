package pqagent.crypto.primitive;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import pqagent.crypto.primitive.keccak.KeccakVectors;
import pqagent.crypto.primitive.keccak.VectorShake256;

/**
 * {@code H}: SHAKE-256 with 32 bytes of output (FIPS 202; PROTOCOL.md section 1). The first 32
 * bytes of a longer output are the same, so this is what the JDK calls SHAKE256-512, cut.
 */
public final class Shake256 {
  public static final int HASH_BYTES = 32;

  private Shake256() {}

  /** Hashes the concatenation of the parts. */
  public static byte[] hash(byte[]... parts) {
    MessageDigest digest = newDigest();
    for (byte[] part : parts) {
      digest.update(part);
    }
    return Arrays.copyOf(digest.digest(), HASH_BYTES);
  }

  /** Hashes a part of an array. */
  public static byte[] hash(byte[] bytes, int offset, int length) {
    Lengths.requireRange("bytes", bytes.length, offset, length);
    MessageDigest digest = newDigest();
    digest.update(bytes, offset, length);
    return Arrays.copyOf(digest.digest(), HASH_BYTES);
  }

  /**
   * Hashes messages of one length that stand one behind the other; returns the hashes likewise.
   * Takes several at once, on machines with vectors.
   */
  public static byte[] hashEach(byte[] bytes, int offset, int messageBytes, int count) {
    Lengths.requireRange("bytes", bytes.length, offset, messageBytes * count);
    byte[] hashes = new byte[count * HASH_BYTES];
    if (KeccakVectors.isOn()) {
      VectorShake256.hashEach(bytes, offset, messageBytes, count, hashes);
      return hashes;
    }
    for (int i = 0; i < count; i++) {
      byte[] hash = hash(bytes, offset + i * messageBytes, messageBytes);
      System.arraycopy(hash, 0, hashes, i * HASH_BYTES, HASH_BYTES);
    }
    return hashes;
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHAKE256-512");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHAKE256-512: it must be 25 or newer", e);
    }
  }
}
