package pqagent.crypto.primitive.mceliece;

import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.generators.CMCEKeyPairGenerator;
import org.bouncycastle.crypto.params.CMCEKeyGenerationParameters;
import org.bouncycastle.crypto.params.CMCEParameters;
import org.bouncycastle.crypto.params.CMCEPrivateKeyParameters;
import org.bouncycastle.crypto.params.CMCEPublicKeyParameters;

/**
 * Makes key pairs of mceliece6960119 by BouncyCastle. Nothing else names it: the signature of its
 * jar is checked when the first class is loaded, which only who makes keys has to wait for.
 */
@SuppressWarnings("deprecation") // the only Classic McEliece that BouncyCastle has; it is pinned
public final class KeyPairs {
  private KeyPairs() {}

  /** Fills both arrays, of the key's exact lengths. */
  public static void generate(byte[] publicKey, byte[] secretKey, SecureRandom random) {
    CMCEKeyPairGenerator generator = new CMCEKeyPairGenerator();
    generator.init(new CMCEKeyGenerationParameters(random, CMCEParameters.mceliece6960119));
    AsymmetricCipherKeyPair pair = generator.generateKeyPair();
    CMCEPrivateKeyParameters key = (CMCEPrivateKeyParameters) pair.getPrivate();
    byte[] secret = key.getEncoded();
    byte[] open = ((CMCEPublicKeyParameters) pair.getPublic()).getEncoded();
    System.arraycopy(open, 0, publicKey, 0, publicKey.length);
    System.arraycopy(secret, 0, secretKey, 0, secretKey.length);
    Arrays.fill(secret, (byte) 0);
    key.destroy();
  }
}
