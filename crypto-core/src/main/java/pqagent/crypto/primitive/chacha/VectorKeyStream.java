package pqagent.crypto.primitive.chacha;

import static pqagent.crypto.primitive.chacha.VectorChaCha.BLOCK_BYTES;
import static pqagent.crypto.primitive.chacha.VectorChaCha.LANES;
import static pqagent.crypto.primitive.chacha.VectorChaCha.QUAD;

import java.util.Arrays;

/** A key stream in Bernstein's original form from block 0 and nonce 0 on. */
public final class VectorKeyStream {
  private static final int PASS_BYTES = LANES * BLOCK_BYTES;

  /** What the stream is added to. */
  private static final byte[] ZEROS = new byte[PASS_BYTES];

  private static final ThreadLocal<VectorKeyStream> OF_THREAD =
      ThreadLocal.withInitial(VectorKeyStream::new);

  private final VectorChaCha cipher = new VectorChaCha();
  private final byte[] stream = new byte[PASS_BYTES];

  private VectorKeyStream() {}

  /** Writes key stream; reads the key of 32 bytes before. */
  public static void derive(byte[] key, int keyOffset, byte[] out, int outOffset, int bytes) {
    OF_THREAD.get().write(key, keyOffset, out, outOffset, bytes);
  }

  private void write(byte[] key, int keyOffset, byte[] out, int outOffset, int bytes) {
    cipher.beginAll(key, keyOffset);
    for (int done = 0; done < bytes; done += PASS_BYTES) {
      cipher.pass(ZEROS, stream, 0, QUAD * BLOCK_BYTES, LANES);
      System.arraycopy(stream, 0, out, outOffset + done, Math.min(PASS_BYTES, bytes - done));
    }
    cipher.wipe();
    Arrays.fill(stream, (byte) 0);
  }
}
