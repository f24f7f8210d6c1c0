package pqagent.crypto.primitive;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Random;
import org.bouncycastle.crypto.kems.CMCEKEMExtractor;
import org.bouncycastle.crypto.params.CMCEParameters;
import org.bouncycastle.crypto.params.CMCEPrivateKeyParameters;
import org.junit.jupiter.api.Test;
import pqagent.crypto.Vectors;

/** Our decapsulation against BouncyCastle's, on ciphertexts of every kind and on several keys. */
@SuppressWarnings("deprecation") // the only Classic McEliece that BouncyCastle has
class McElieceOracleTest {
  private static final int CIPHERTEXT_BITS = 1547;

  private final SecureRandom secure = new SecureRandom();
  private final Random random = new Random(6960119);
  private final byte[] publicKey = Vectors.bytes("mceliece_pk.bin");
  private final byte[] secretKey = Vectors.bytes("mceliece_sk.bin");
  private final byte[] ciphertext = new byte[McEliece6960119.CIPHERTEXT_BYTES];
  private final byte[] sent = new byte[McEliece6960119.SHARED_KEY_BYTES];
  private final byte[] recovered = new byte[McEliece6960119.SHARED_KEY_BYTES];

  @Test
  void shouldRecoverEveryKey() {
    for (int i = 0; i < 1000; i++) {
      McEliece6960119.encapsulate(publicKey, ciphertext, sent, secure);
      assertThat(McEliece6960119.decapsulate(secretKey, ciphertext, recovered)).isTrue();
      assertThat(recovered).isEqualTo(sent);
    }
  }

  @Test
  void shouldRejectAsTheOracle_whenCiphertextIsInvalid() {
    for (int i = 0; i < 100; i++) {
      McEliece6960119.encapsulate(publicKey, ciphertext, sent, secure);
      spoil(i);
      assertThat(McEliece6960119.decapsulate(secretKey, ciphertext, recovered)).isTrue();
      assertThat(recovered).isEqualTo(oracle()).isNotEqualTo(sent);
    }
  }

  @Test
  void shouldAgreeWithTheOracle_whenKeysAreOthers() {
    for (int key = 0; key < 3; key++) {
      McEliece6960119.generateKeyPair(publicKey, secretKey, secure);
      for (int i = 0; i < 20; i++) {
        McEliece6960119.encapsulate(publicKey, ciphertext, sent, secure);
        assertThat(McEliece6960119.decapsulate(secretKey, ciphertext, recovered)).isTrue();
        assertThat(recovered).isEqualTo(sent).isEqualTo(oracle());
      }
    }
  }

  /** A key whose parts are random decodes nothing, and must not be told from one that does. */
  @Test
  void shouldAgreeWithTheOracle_whenSecretKeyIsAnything() {
    for (int i = 0; i < 10; i++) {
      random.nextBytes(secretKey);
      McEliece6960119.encapsulate(publicKey, ciphertext, sent, secure);
      assertThat(McEliece6960119.decapsulate(secretKey, ciphertext, recovered)).isTrue();
      assertThat(recovered).isEqualTo(oracle());
    }
  }

  /** Few bits changed, many, all zero, all one, anything. */
  private void spoil(int round) {
    int flips =
        switch (round % 5) {
          case 0 -> 1;
          case 1 -> 2;
          case 2 -> 100;
          default -> 0;
        };
    for (int i = 0; i < flips; i++) {
      int bit = random.nextInt(CIPHERTEXT_BITS);
      ciphertext[bit / 8] ^= (byte) (1 << bit % 8);
    }
    if (round == 3 || round == 4) {
      Arrays.fill(ciphertext, (byte) (3 - round));
    } else if (flips == 0) {
      random.nextBytes(ciphertext);
    }
    ciphertext[McEliece6960119.CIPHERTEXT_BYTES - 1] &= 7;
  }

  private byte[] oracle() {
    CMCEPrivateKeyParameters key =
        new CMCEPrivateKeyParameters(CMCEParameters.mceliece6960119, secretKey);
    return new CMCEKEMExtractor(key).extractSecret(ciphertext);
  }
}
