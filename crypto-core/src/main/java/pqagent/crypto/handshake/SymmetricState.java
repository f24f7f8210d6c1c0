package pqagent.crypto.handshake;

import java.nio.ByteBuffer;
import java.util.Arrays;
import pqagent.crypto.primitive.ChaCha20Poly1305;
import pqagent.crypto.primitive.KeyStream;
import pqagent.crypto.primitive.Shake256;

/**
 * The cipher state C and the transcript T that both sides carry through a handshake (PROTOCOL.md
 * section 5). Close zeroes C. An instance belongs to one thread.
 */
final class SymmetricState implements AutoCloseable {
  private static final int KEY_BYTES = KeyStream.KEY_BYTES;
  private static final int TAG_BYTES = ChaCha20Poly1305.TAG_BYTES;

  private final ChaCha20Poly1305 aead;
  private final byte[] cipherState;
  private byte[] transcript;

  private SymmetricState(ChaCha20Poly1305 aead, byte[] cipherState, byte[] transcript) {
    this.aead = aead;
    this.cipherState = cipherState;
    this.transcript = transcript;
  }

  /** {@code C = k0, T = c0}; the key is copied. */
  static SymmetricState begin(byte[] c0, byte[] k0) {
    return new SymmetricState(new ChaCha20Poly1305(), k0.clone(), c0.clone());
  }

  /** A copy that goes its own way. */
  SymmetricState fork() {
    return new SymmetricState(aead, cipherState.clone(), transcript);
  }

  /** {@code C = KDF(1, C, shared)} */
  void mix(byte[] shared) {
    KeyStream.derive(1, cipherState, 0, shared, cipherState, 0);
  }

  /**
   * {@code c,t = AEAD(C, text, ad=T); T = H(T || c || t)}: seals the text at {@code offset} in
   * place and puts the tag behind it.
   */
  void seal(byte[] message, int offset, int textBytes) {
    byte[] work = layOut(message, offset, textBytes);
    aead.seal(
        cipherState, 0, ByteBuffer.wrap(work), 0, transcript.length, transcript.length, textBytes);
    System.arraycopy(work, transcript.length, message, offset, textBytes + TAG_BYTES);
    transcript = Shake256.hash(work);
  }

  /**
   * Undoes {@link #seal}: false when forged, and nothing changed. The message stays as it is; the
   * text goes to {@code out}.
   */
  boolean open(byte[] message, int offset, byte[] out) {
    byte[] work = layOut(message, offset, out.length);
    try {
      if (!aead.open(
          cipherState,
          0,
          ByteBuffer.wrap(work),
          0,
          transcript.length,
          transcript.length,
          out.length)) {
        return false;
      }
      System.arraycopy(work, transcript.length, out, 0, out.length);
    } finally {
      Arrays.fill(work, (byte) 0);
    }
    transcript = Shake256.hash(layOut(message, offset, out.length));
    return true;
  }

  /** {@code tid, ti, tr = KDF(3, C, T)} */
  TunnelSecrets split() {
    byte[] keys = new byte[3 * KEY_BYTES];
    KeyStream.derive(3, cipherState, 0, transcript, keys, 0);
    TunnelSecrets secrets =
        new TunnelSecrets(
            Arrays.copyOfRange(keys, 0, KEY_BYTES),
            Arrays.copyOfRange(keys, KEY_BYTES, 2 * KEY_BYTES),
            Arrays.copyOfRange(keys, 2 * KEY_BYTES, 3 * KEY_BYTES));
    Arrays.fill(keys, (byte) 0);
    return secrets;
  }

  byte[] cipherState() {
    return cipherState;
  }

  byte[] transcript() {
    return transcript;
  }

  @Override
  public void close() {
    Arrays.fill(cipherState, (byte) 0);
  }

  /** {@code T || text || tag} */
  private byte[] layOut(byte[] message, int offset, int textBytes) {
    byte[] work = Arrays.copyOf(transcript, transcript.length + textBytes + TAG_BYTES);
    System.arraycopy(message, offset, work, transcript.length, textBytes + TAG_BYTES);
    return work;
  }
}
