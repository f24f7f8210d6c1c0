package pqagent.crypto.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import pqagent.crypto.Vectors;

class StaticKeyPairTest {
  private final SecureRandom random = new SecureRandom();

  @Test
  void shouldBeConsistent_whenGeneratedOrMadeByTheReference() {
    try (StaticKeyPair generated = StaticKeyPair.generate(random);
        StaticKeyPair reference = reference()) {
      assertThat(generated.isConsistent(random)).isTrue();
      assertThat(reference.isConsistent(random)).isTrue();
      StaticPublicKeys open = reference.publicKeys();
      try (StaticKeyPair wrongMcEliece =
              StaticKeyPair.of(
                  open.mceliece(),
                  generated.mcelieceSecret().clone(),
                  open.x25519(),
                  reference.x25519Secret().clone());
          StaticKeyPair wrongX25519 =
              StaticKeyPair.of(
                  open.mceliece(),
                  reference.mcelieceSecret().clone(),
                  open.x25519(),
                  generated.x25519Secret().clone())) {
        assertThat(wrongMcEliece.isConsistent(random)).isFalse();
        assertThat(wrongX25519.isConsistent(random)).isFalse();
      }
    }
  }

  @Test
  void shouldNotBeConsistent_whenFilesHoldAnything() {
    for (int fill : new int[] {0, 255}) {
      byte[] mcelieceSecret = new byte[13948];
      Arrays.fill(mcelieceSecret, (byte) fill);
      try (StaticKeyPair pair =
          StaticKeyPair.of(
              Vectors.bytes("mceliece_pk.bin"),
              mcelieceSecret,
              Vectors.bytes("x25519_pk.bin"),
              Vectors.bytes("x25519_sk.bin"))) {
        assertThat(pair.isConsistent(random)).isFalse();
      }
    }
    byte[] padded = Vectors.bytes("mceliece_pk.bin");
    padded[676] |= (byte) 0x80;
    try (StaticKeyPair pair =
        StaticKeyPair.of(
            padded,
            Vectors.bytes("mceliece_sk.bin"),
            Vectors.bytes("x25519_pk.bin"),
            Vectors.bytes("x25519_sk.bin"))) {
      assertThat(pair.isConsistent(random)).isFalse();
    }
  }

  @Test
  void shouldZeroTheSecrets_whenClosed() {
    StaticKeyPair pair = reference();
    pair.close();
    assertThat(pair.mcelieceSecret()).containsOnly(0);
    assertThat(pair.x25519Secret()).containsOnly(0);
  }

  @Test
  void shouldNameTheKey_whenALengthIsWrong() {
    byte[] mceliece = new byte[1047319];
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StaticKeyPair.of(mceliece, new byte[1], new byte[32], new byte[32]))
        .withMessage("McEliece secret key must be 13948 bytes long, not 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StaticKeyPair.of(mceliece, new byte[13948], new byte[33], new byte[32]))
        .withMessage("X25519 public key must be 32 bytes long, not 33");
  }

  private static StaticKeyPair reference() {
    return StaticKeyPair.of(
        Vectors.bytes("mceliece_pk.bin"),
        Vectors.bytes("mceliece_sk.bin"),
        Vectors.bytes("x25519_pk.bin"),
        Vectors.bytes("x25519_sk.bin"));
  }
}
