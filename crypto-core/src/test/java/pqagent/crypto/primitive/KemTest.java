package pqagent.crypto.primitive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pqagent.crypto.Vectors;

class KemTest {
  private static final int ROW_BYTES = 677;

  private final SecureRandom random = new SecureRandom();
  private final byte[] mcElieceCiphertext = new byte[McEliece6960119.CIPHERTEXT_BYTES];
  private final byte[] sntrupCiphertext = new byte[Sntrup761.CIPHERTEXT_BYTES];
  private final byte[] sharedKey = new byte[32];

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 773, 1546})
  void shouldRefuseAndClear_whenMcEliecePublicKeyHasPadding(int row) {
    for (int bit = 5; bit < 8; bit++) {
      byte[] publicKey = Vectors.bytes("mceliece_pk.bin");
      publicKey[row * ROW_BYTES + ROW_BYTES - 1] |= (byte) (1 << bit);
      Arrays.fill(mcElieceCiphertext, (byte) 1);
      Arrays.fill(sharedKey, (byte) 1);
      assertThat(McEliece6960119.encapsulate(publicKey, mcElieceCiphertext, sharedKey, random))
          .isFalse();
      assertThat(mcElieceCiphertext).containsOnly(0);
      assertThat(sharedKey).containsOnly(0);
    }
  }

  @Test
  void shouldRefuseAndClear_whenMcElieceCiphertextHasPadding() {
    byte[] secretKey = Vectors.bytes("mceliece_sk.bin");
    for (int bit = 3; bit < 8; bit++) {
      Arrays.fill(sharedKey, (byte) 1);
      mcElieceCiphertext[McEliece6960119.CIPHERTEXT_BYTES - 1] = (byte) (1 << bit);
      assertThat(McEliece6960119.decapsulate(secretKey, mcElieceCiphertext, sharedKey)).isFalse();
      assertThat(sharedKey).containsOnly(0);
    }
  }

  /** The key server's and the client's bytes come from the network: nothing may throw. */
  @Test
  void shouldGiveSomeKey_whenInputIsAnything() {
    byte[] mcElieceSecret = Vectors.bytes("mceliece_sk.bin");
    byte[] sntrupSecret = new byte[Sntrup761.SECRET_KEY_BYTES];
    byte[] sntrupPublic = new byte[Sntrup761.PUBLIC_KEY_BYTES];
    Sntrup761.generateKeyPair(sntrupPublic, sntrupSecret, random);
    Random bytes = new Random(3);
    for (int i = 0; i < 12; i++) {
      fill(sntrupPublic, i, bytes);
      Sntrup761.encapsulate(sntrupPublic, sntrupCiphertext, sharedKey, random);
      fill(sntrupCiphertext, i, bytes);
      Sntrup761.decapsulate(sntrupSecret, sntrupCiphertext, sharedKey);
      fill(mcElieceCiphertext, i, bytes);
      mcElieceCiphertext[McEliece6960119.CIPHERTEXT_BYTES - 1] &= 7;
      assertThat(McEliece6960119.decapsulate(mcElieceSecret, mcElieceCiphertext, sharedKey))
          .isTrue();
      assertThat(sharedKey).isNotEqualTo(new byte[32]);
    }
  }

  /** Handshake workers share the classes, and BouncyCastle an engine behind them. */
  @Test
  void shouldRecoverTheKey_whenManyThreadsDecapsulate() {
    byte[] secretKey = Vectors.bytes("mceliece_sk.bin");
    McEliece6960119.encapsulate(
        Vectors.bytes("mceliece_pk.bin"), mcElieceCiphertext, sharedKey, random);
    assertThat(
            IntStream.range(0, 16)
                .parallel()
                .mapToObj(
                    _ -> {
                      byte[] recovered = new byte[32];
                      McEliece6960119.decapsulate(secretKey, mcElieceCiphertext, recovered);
                      return Vectors.hex(recovered);
                    }))
        .containsOnly(Vectors.hex(sharedKey));
  }

  @Test
  void shouldNameTheArgument_whenALengthIsWrong() {
    byte[] publicKey = new byte[McEliece6960119.PUBLIC_KEY_BYTES - 1];
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> McEliece6960119.encapsulate(publicKey, mcElieceCiphertext, sharedKey, random))
        .withMessage("publicKey must be 1047319 bytes long, not 1047318");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sntrup761.decapsulate(new byte[1763], new byte[1040], sharedKey))
        .withMessage("ciphertext must be 1039 bytes long, not 1040");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> X25519.agree(new byte[32], new byte[0], sharedKey))
        .withMessage("peerPublicKey must be 32 bytes long, not 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Shake256.hash(new byte[3], 2, 2))
        .withMessage("bytes must have 2 bytes from 2 on, not end at 3");
  }

  /** All zero, all one, then random. */
  private static void fill(byte[] array, int round, Random random) {
    if (round < 2) {
      Arrays.fill(array, (byte) -round);
    } else {
      random.nextBytes(array);
    }
  }
}
