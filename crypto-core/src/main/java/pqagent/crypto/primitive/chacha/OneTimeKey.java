package pqagent.crypto.primitive.chacha;

import java.util.Arrays;
import javax.crypto.SecretKey;

/**
 * A key whose bytes change from message to message. The JDK's cipher keeps the array it is given
 * and compares the next key with it, hence two arrays in turn; the one not in use is zero.
 */
final class OneTimeKey implements SecretKey {
  private static final long serialVersionUID = 1L;

  private byte[] bytes = new byte[Aead.KEY_BYTES];
  private byte[] previous = new byte[Aead.KEY_BYTES];

  void set(byte[] keys, int offset) {
    byte[] next = previous;
    previous = bytes;
    bytes = next;
    System.arraycopy(keys, offset, bytes, 0, bytes.length);
    Arrays.fill(previous, (byte) 0);
  }

  @Override
  public String getAlgorithm() {
    return "ChaCha20";
  }

  @Override
  public String getFormat() {
    return "RAW";
  }

  @Override
  public byte[] getEncoded() {
    return bytes;
  }
}
