package pqagent.crypto.primitive.chacha;

/** A key stream in Bernstein's original form from block 0 and nonce 0 on. */
public final class VectorKeyStream {
  private static final int PASS_BYTES = VectorChaCha.LANES * VectorChaCha.BLOCK_BYTES;

  private static final ThreadLocal<VectorKeyStream> OF_THREAD =
      ThreadLocal.withInitial(VectorKeyStream::new);

  private final VectorChaCha cipher = new VectorChaCha();

  private VectorKeyStream() {}

  /** Writes a multiple of 4 bytes; reads the key of 32 bytes before. */
  public static void derive(byte[] key, int keyOffset, byte[] out, int outOffset, int bytes) {
    VectorChaCha cipher = OF_THREAD.get().cipher;
    cipher.beginAll(key, keyOffset);
    for (int done = 0; done < bytes; done += PASS_BYTES) {
      cipher.streamTo(out, outOffset + done, Math.min(PASS_BYTES, bytes - done));
    }
    cipher.wipe();
  }
}
