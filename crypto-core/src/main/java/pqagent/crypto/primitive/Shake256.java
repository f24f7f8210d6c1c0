package pqagent.crypto.primitive;

/** {@code H}: SHAKE-256 with 32 bytes of output (FIPS 202; PROTOCOL.md section 1). */
public final class Shake256 {
  public static final int HASH_BYTES = 32;

  private Shake256() {}

  /** Hashes the concatenation of the parts. */
  public static byte[] hash(byte[]... parts) {
    throw new UnsupportedOperationException("not yet");
  }
}
