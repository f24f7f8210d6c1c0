package pqagent.crypto.primitive;

import java.util.Arrays;
import javax.security.auth.DestroyFailedException;
import org.bouncycastle.crypto.SecretWithEncapsulation;

/** Takes BouncyCastle's encapsulations apart without leaving the key behind. */
final class Encapsulations {
  private Encapsulations() {}

  static void take(SecretWithEncapsulation result, byte[] ciphertext, byte[] sharedKey) {
    byte[] secret = result.getSecret();
    System.arraycopy(result.getEncapsulation(), 0, ciphertext, 0, ciphertext.length);
    System.arraycopy(secret, 0, sharedKey, 0, sharedKey.length);
    Arrays.fill(secret, (byte) 0);
    try {
      result.destroy();
    } catch (DestroyFailedException e) {
      throw new IllegalStateException(e);
    }
  }
}
