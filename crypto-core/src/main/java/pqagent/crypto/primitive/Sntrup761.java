package pqagent.crypto.primitive;

import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.pqc.crypto.ntruprime.SNTRUPrimeKEMExtractor;
import org.bouncycastle.pqc.crypto.ntruprime.SNTRUPrimeKEMGenerator;
import org.bouncycastle.pqc.crypto.ntruprime.SNTRUPrimeKeyGenerationParameters;
import org.bouncycastle.pqc.crypto.ntruprime.SNTRUPrimeKeyPairGenerator;
import org.bouncycastle.pqc.crypto.ntruprime.SNTRUPrimeParameters;
import org.bouncycastle.pqc.crypto.ntruprime.SNTRUPrimePrivateKeyParameters;
import org.bouncycastle.pqc.crypto.ntruprime.SNTRUPrimePublicKeyParameters;

/**
 * Streamlined NTRU Prime sntrup761 (PROTOCOL.md section 1). A secret key is, in this order, f (191
 * bytes), 1/g (191), the public key (1158), rho (191), and the public key's hash (32).
 */
public final class Sntrup761 {
  public static final int PUBLIC_KEY_BYTES = 1158;
  public static final int SECRET_KEY_BYTES = 1763;
  public static final int CIPHERTEXT_BYTES = 1039;
  public static final int SHARED_KEY_BYTES = 32;

  private static final int SMALL_BYTES = 191;
  private static final int G_INVERSE_OFFSET = SMALL_BYTES;
  private static final int PUBLIC_KEY_OFFSET = 2 * SMALL_BYTES;
  private static final int RHO_OFFSET = PUBLIC_KEY_OFFSET + PUBLIC_KEY_BYTES;
  private static final int HASH_OFFSET = RHO_OFFSET + SMALL_BYTES;
  private static final SNTRUPrimeParameters PARAMETERS = SNTRUPrimeParameters.sntrup761;

  private Sntrup761() {}

  /** Fills both arrays with a fresh key pair. */
  public static void generateKeyPair(byte[] publicKey, byte[] secretKey, SecureRandom random) {
    Lengths.require("publicKey", publicKey, PUBLIC_KEY_BYTES);
    Lengths.require("secretKey", secretKey, SECRET_KEY_BYTES);
    SNTRUPrimeKeyPairGenerator generator = new SNTRUPrimeKeyPairGenerator();
    generator.init(new SNTRUPrimeKeyGenerationParameters(random, PARAMETERS));
    AsymmetricCipherKeyPair pair = generator.generateKeyPair();
    byte[] secret = ((SNTRUPrimePrivateKeyParameters) pair.getPrivate()).getEncoded();
    byte[] open = ((SNTRUPrimePublicKeyParameters) pair.getPublic()).getEncoded();
    System.arraycopy(open, 0, publicKey, 0, PUBLIC_KEY_BYTES);
    System.arraycopy(secret, 0, secretKey, 0, SECRET_KEY_BYTES);
    Arrays.fill(secret, (byte) 0);
  }

  /** Makes a ciphertext and its key. Every public key of the right length is valid: always true. */
  public static boolean encapsulate(
      byte[] publicKey, byte[] ciphertext, byte[] sharedKey, SecureRandom random) {
    Lengths.require("publicKey", publicKey, PUBLIC_KEY_BYTES);
    Lengths.require("ciphertext", ciphertext, CIPHERTEXT_BYTES);
    Lengths.require("sharedKey", sharedKey, SHARED_KEY_BYTES);
    Encapsulations.take(
        new SNTRUPrimeKEMGenerator(random)
            .generateEncapsulated(new SNTRUPrimePublicKeyParameters(PARAMETERS, publicKey)),
        ciphertext,
        sharedKey);
    return true;
  }

  /**
   * Recovers the key. An invalid ciphertext gives a key that nobody knows (implicit rejection):
   * always true.
   */
  public static boolean decapsulate(byte[] secretKey, byte[] ciphertext, byte[] sharedKey) {
    Lengths.require("secretKey", secretKey, SECRET_KEY_BYTES);
    Lengths.require("ciphertext", ciphertext, CIPHERTEXT_BYTES);
    Lengths.require("sharedKey", sharedKey, SHARED_KEY_BYTES);
    byte[] f = Arrays.copyOfRange(secretKey, 0, G_INVERSE_OFFSET);
    byte[] gInverse = Arrays.copyOfRange(secretKey, G_INVERSE_OFFSET, PUBLIC_KEY_OFFSET);
    byte[] rho = Arrays.copyOfRange(secretKey, RHO_OFFSET, HASH_OFFSET);
    byte[] publicKey = Arrays.copyOfRange(secretKey, PUBLIC_KEY_OFFSET, RHO_OFFSET);
    byte[] hash = Arrays.copyOfRange(secretKey, HASH_OFFSET, SECRET_KEY_BYTES);
    SNTRUPrimePrivateKeyParameters key =
        new SNTRUPrimePrivateKeyParameters(PARAMETERS, f, gInverse, publicKey, rho, hash);
    byte[] secret = new SNTRUPrimeKEMExtractor(key).extractSecret(ciphertext);
    System.arraycopy(secret, 0, sharedKey, 0, SHARED_KEY_BYTES);
    for (byte[] part : new byte[][] {f, gInverse, rho, secret}) {
      Arrays.fill(part, (byte) 0);
    }
    return true;
  }
}
