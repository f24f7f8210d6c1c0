package pqagent.crypto.primitive.chacha;

/** A key stream in Bernstein's original form from block 0 and nonce 0 on, in a single pass. */
public final class VectorKeyStream {
  /** What a pass makes. */
  public static final int MOST_BYTES = VectorChaCha.LANES * VectorChaCha.BLOCK_BYTES;

  private static final ThreadLocal<VectorKeyStream> OF_THREAD =
      ThreadLocal.withInitial(VectorKeyStream::new);

  private final VectorChaCha cipher = new VectorChaCha();

  private VectorKeyStream() {}

  /** Writes up to {@link #MOST_BYTES}, a multiple of 4; reads the key of 32 bytes before. */
  public static void derive(byte[] key, int keyOffset, byte[] out, int outOffset, int bytes) {
    VectorChaCha cipher = OF_THREAD.get().cipher;
    cipher.beginAll(key, keyOffset);
    cipher.streamTo(out, outOffset, bytes);
    cipher.wipe();
  }
}
