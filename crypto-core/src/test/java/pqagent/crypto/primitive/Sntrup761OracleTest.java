package pqagent.crypto.primitive;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Random;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.pqc.crypto.ntruprime.SNTRUPrimeKEMExtractor;
import org.bouncycastle.pqc.crypto.ntruprime.SNTRUPrimeKEMGenerator;
import org.bouncycastle.pqc.crypto.ntruprime.SNTRUPrimeKeyGenerationParameters;
import org.bouncycastle.pqc.crypto.ntruprime.SNTRUPrimeKeyPairGenerator;
import org.bouncycastle.pqc.crypto.ntruprime.SNTRUPrimeParameters;
import org.bouncycastle.pqc.crypto.ntruprime.SNTRUPrimePrivateKeyParameters;
import org.bouncycastle.pqc.crypto.ntruprime.SNTRUPrimePublicKeyParameters;
import org.junit.jupiter.api.Test;

/** Ours against BouncyCastle's sntrup761: each with the other's keys and ciphertexts. */
class Sntrup761OracleTest {
  private static final SNTRUPrimeParameters PARAMETERS = SNTRUPrimeParameters.sntrup761;
  private static final int KEYS = 40;
  private static final int CIPHERTEXTS_PER_KEY = 25;

  private final SecureRandom secure = new SecureRandom();
  private final Random random = new Random(761);
  private final byte[] publicKey = new byte[Sntrup761.PUBLIC_KEY_BYTES];
  private final byte[] secretKey = new byte[Sntrup761.SECRET_KEY_BYTES];
  private final byte[] ciphertext = new byte[Sntrup761.CIPHERTEXT_BYTES];
  private final byte[] sent = new byte[Sntrup761.SHARED_KEY_BYTES];
  private final byte[] recovered = new byte[Sntrup761.SHARED_KEY_BYTES];

  @Test
  void shouldAgreeWithTheOracle_whenKeysAreOurs() {
    for (int key = 0; key < KEYS; key++) {
      Sntrup761.generateKeyPair(publicKey, secretKey, secure);
      exchange();
    }
  }

  @Test
  void shouldAgreeWithTheOracle_whenKeysAreItsOwn() {
    SNTRUPrimeKeyPairGenerator generator = new SNTRUPrimeKeyPairGenerator();
    generator.init(new SNTRUPrimeKeyGenerationParameters(secure, PARAMETERS));
    for (int key = 0; key < KEYS / 4; key++) {
      AsymmetricCipherKeyPair pair = generator.generateKeyPair();
      copy(((SNTRUPrimePublicKeyParameters) pair.getPublic()).getEncoded(), publicKey);
      copy(((SNTRUPrimePrivateKeyParameters) pair.getPrivate()).getEncoded(), secretKey);
      exchange();
    }
  }

  @Test
  void shouldEncapsulateForTheOracle_whenTheOracleDecapsulates() {
    Sntrup761.generateKeyPair(publicKey, secretKey, secure);
    for (int i = 0; i < 500; i++) {
      Sntrup761.encapsulate(publicKey, ciphertext, sent, secure);
      assertThat(sent).isEqualTo(oracleDecapsulates());
    }
  }

  /** Every string of the right length stands for a key. */
  @Test
  void shouldRecoverAsTheOracle_whenSecretKeyIsOfRandomPolynomials() {
    for (int i = 0; i < 200; i++) {
      Sntrup761.generateKeyPair(publicKey, secretKey, secure);
      for (int at = 0; at < 2 * 191; at++) {
        secretKey[at] = smallCode(at % 191 == 190);
      }
      random.nextBytes(ciphertext);
      assertThat(Sntrup761.decapsulate(secretKey, ciphertext, recovered)).isTrue();
      assertThat(recovered).isEqualTo(oracleDecapsulates());
    }
  }

  private void exchange() {
    for (int i = 0; i < CIPHERTEXTS_PER_KEY; i++) {
      SecretWithEncapsulation theirs =
          new SNTRUPrimeKEMGenerator(secure)
              .generateEncapsulated(new SNTRUPrimePublicKeyParameters(PARAMETERS, publicKey));
      copy(theirs.getEncapsulation(), ciphertext);
      Sntrup761.decapsulate(secretKey, ciphertext, recovered);
      assertThat(recovered).isEqualTo(theirs.getSecret());
      Sntrup761.encapsulate(publicKey, ciphertext, sent, secure);
      Sntrup761.decapsulate(secretKey, ciphertext, recovered);
      assertThat(recovered).isEqualTo(sent);
      spoil(i);
      assertThat(Sntrup761.decapsulate(secretKey, ciphertext, recovered)).isTrue();
      assertThat(recovered).isEqualTo(oracleDecapsulates()).isNotEqualTo(sent);
    }
  }

  /** Flips a bit, or writes anything over a part or all of the ciphertext. */
  private void spoil(int kind) {
    if (kind % 3 == 0) {
      int bit = random.nextInt(8 * ciphertext.length);
      ciphertext[bit / 8] ^= (byte) (1 << bit % 8);
    } else {
      byte[] other = new byte[kind % 3 == 1 ? 32 : ciphertext.length];
      random.nextBytes(other);
      System.arraycopy(other, 0, ciphertext, ciphertext.length - other.length, other.length);
    }
  }

  private byte[] oracleDecapsulates() {
    byte[] f = Arrays.copyOfRange(secretKey, 0, 191);
    byte[] inverse = Arrays.copyOfRange(secretKey, 191, 382);
    byte[] open = Arrays.copyOfRange(secretKey, 382, 1540);
    byte[] rho = Arrays.copyOfRange(secretKey, 1540, 1731);
    byte[] hash = Arrays.copyOfRange(secretKey, 1731, 1763);
    var key = new SNTRUPrimePrivateKeyParameters(PARAMETERS, f, inverse, open, rho, hash);
    return new SNTRUPrimeKEMExtractor(key).extractSecret(ciphertext);
  }

  /** Four coefficients, or one. */
  private byte smallCode(boolean last) {
    int code = random.nextInt(3);
    for (int i = 1; i < 4 && !last; i++) {
      code |= random.nextInt(3) << 2 * i;
    }
    return (byte) code;
  }

  private static void copy(byte[] from, byte[] to) {
    assertThat(from).hasSameSizeAs(to);
    System.arraycopy(from, 0, to, 0, to.length);
  }
}
