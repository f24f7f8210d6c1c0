package pqagent.crypto.primitive;

import static org.assertj.core.api.Assertions.assertThat;
import static pqagent.crypto.Vectors.hex;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pqagent.crypto.ReplayRandom;
import pqagent.crypto.Vectors;

/**
 * The randomness is drawn as the C libraries draw it: fed with their bytes, each primitive makes
 * their keys and their ciphertexts to the last byte, and leaves none over.
 */
class KemVectorsTest {
  private static final byte[] MCELIECE_PUBLIC = Vectors.bytes("mceliece_pk.bin");

  static Stream<JsonNode> mceliece() {
    return Vectors.list("kem.json", "mceliece6960119");
  }

  static Stream<JsonNode> sntrup() {
    return Vectors.list("kem.json", "sntrup761");
  }

  static Stream<JsonNode> x25519() {
    return Vectors.list("kem.json", "x25519");
  }

  static Stream<JsonNode> lowOrder() {
    return Vectors.list("kem.json", "x25519_low_order");
  }

  @Test
  void shouldHaveTheReferenceSizes() {
    JsonNode sizes = Vectors.json("kem.json").required("sizes");
    assertThat(ints(sizes.required("mceliece6960119")))
        .containsExactly(
            McEliece6960119.PUBLIC_KEY_BYTES,
            McEliece6960119.SECRET_KEY_BYTES,
            McEliece6960119.CIPHERTEXT_BYTES,
            McEliece6960119.SHARED_KEY_BYTES);
    assertThat(ints(sizes.required("sntrup761")))
        .containsExactly(
            Sntrup761.PUBLIC_KEY_BYTES,
            Sntrup761.SECRET_KEY_BYTES,
            Sntrup761.CIPHERTEXT_BYTES,
            Sntrup761.SHARED_KEY_BYTES);
  }

  @ParameterizedTest
  @MethodSource("mceliece")
  void shouldMakeTheSameMcElieceKeys_fromTheSameRandomness(JsonNode vector) {
    byte[] publicKey = new byte[McEliece6960119.PUBLIC_KEY_BYTES];
    byte[] secretKey = new byte[McEliece6960119.SECRET_KEY_BYTES];
    ReplayRandom random = new ReplayRandom(hex(vector, "keypair_randomness"));
    McEliece6960119.generateKeyPair(publicKey, secretKey, random);
    assertThat(publicKey).isEqualTo(MCELIECE_PUBLIC);
    assertThat(hex(secretKey)).isEqualTo(vector.required("sk").asText());
    assertThat(random.unused()).isZero();
  }

  @ParameterizedTest
  @MethodSource("mceliece")
  void shouldEncapsulateAndDecapsulateTheSame_withMcEliece(JsonNode vector) {
    byte[] secretKey = hex(vector, "sk");
    for (JsonNode enc : vector.required("enc")) {
      byte[] ciphertext = new byte[McEliece6960119.CIPHERTEXT_BYTES];
      byte[] sharedKey = new byte[McEliece6960119.SHARED_KEY_BYTES];
      ReplayRandom random = new ReplayRandom(hex(enc, "randomness"));
      assertThat(McEliece6960119.encapsulate(MCELIECE_PUBLIC, ciphertext, sharedKey, random))
          .isTrue();
      assertThat(hex(ciphertext)).isEqualTo(enc.required("ct").asText());
      assertThat(hex(sharedKey)).isEqualTo(enc.required("key").asText());
      assertThat(random.unused()).isZero();
      byte[] recovered = new byte[McEliece6960119.SHARED_KEY_BYTES];
      assertThat(McEliece6960119.decapsulate(secretKey, ciphertext, recovered)).isTrue();
      assertThat(recovered).isEqualTo(sharedKey);
    }
  }

  @ParameterizedTest
  @MethodSource("mceliece")
  void shouldRejectImplicitly_whenMcElieceCiphertextIsBad(JsonNode vector) {
    JsonNode bad = vector.required("bad_ct");
    byte[] sharedKey = new byte[McEliece6960119.SHARED_KEY_BYTES];
    assertThat(McEliece6960119.decapsulate(hex(vector, "sk"), hex(bad, "ct"), sharedKey))
        .isEqualTo(bad.required("ok").asBoolean());
    assertThat(hex(sharedKey)).isEqualTo(bad.required("key").asText());
  }

  @ParameterizedTest
  @MethodSource("sntrup")
  void shouldMakeTheSameSntrupKeys_fromTheSameRandomness(JsonNode vector) {
    byte[] publicKey = new byte[Sntrup761.PUBLIC_KEY_BYTES];
    byte[] secretKey = new byte[Sntrup761.SECRET_KEY_BYTES];
    ReplayRandom random = new ReplayRandom(hex(vector, "keypair_randomness"));
    Sntrup761.generateKeyPair(publicKey, secretKey, random);
    assertThat(hex(publicKey)).isEqualTo(vector.required("pk").asText());
    assertThat(hex(secretKey)).isEqualTo(vector.required("sk").asText());
    assertThat(random.unused()).isZero();
  }

  @ParameterizedTest
  @MethodSource("sntrup")
  void shouldEncapsulateAndDecapsulateTheSame_withSntrup(JsonNode vector) {
    for (JsonNode enc : vector.required("enc")) {
      byte[] ciphertext = new byte[Sntrup761.CIPHERTEXT_BYTES];
      byte[] sharedKey = new byte[Sntrup761.SHARED_KEY_BYTES];
      ReplayRandom random = new ReplayRandom(hex(enc, "randomness"));
      assertThat(Sntrup761.encapsulate(hex(vector, "pk"), ciphertext, sharedKey, random)).isTrue();
      assertThat(hex(ciphertext)).isEqualTo(enc.required("ct").asText());
      assertThat(hex(sharedKey)).isEqualTo(enc.required("key").asText());
      assertThat(random.unused()).isZero();
      byte[] recovered = new byte[Sntrup761.SHARED_KEY_BYTES];
      assertThat(Sntrup761.decapsulate(hex(vector, "sk"), ciphertext, recovered)).isTrue();
      assertThat(recovered).isEqualTo(sharedKey);
    }
  }

  @ParameterizedTest
  @MethodSource("sntrup")
  void shouldRejectImplicitly_whenSntrupCiphertextIsBad(JsonNode vector) {
    JsonNode bad = vector.required("bad_ct");
    byte[] sharedKey = new byte[Sntrup761.SHARED_KEY_BYTES];
    assertThat(Sntrup761.decapsulate(hex(vector, "sk"), hex(bad, "ct"), sharedKey))
        .isEqualTo(bad.required("ok").asBoolean());
    assertThat(hex(sharedKey)).isEqualTo(bad.required("key").asText());
  }

  @ParameterizedTest
  @MethodSource("x25519")
  void shouldAgreeTheSame_withX25519(JsonNode vector) {
    byte[] publicKey = new byte[X25519.KEY_BYTES];
    byte[] shared = new byte[X25519.KEY_BYTES];
    for (String[] sides : new String[][] {{"a", "b"}, {"b", "a"}}) {
      byte[] secretKey = hex(vector, sides[0] + "_sk");
      X25519.publicKey(secretKey, publicKey);
      assertThat(publicKey).isEqualTo(hex(vector, sides[0] + "_pk"));
      assertThat(X25519.agree(secretKey, hex(vector, sides[1] + "_pk"), shared)).isTrue();
      assertThat(shared).isEqualTo(hex(vector, "shared"));
    }
  }

  /** Stricter than the reference, which goes on with an all-zero secret. */
  @ParameterizedTest
  @MethodSource("lowOrder")
  void shouldRefuseAndClear_whenPointHasLowOrder(JsonNode vector) {
    byte[] shared = new byte[X25519.KEY_BYTES];
    shared[0] = 1;
    assertThat(X25519.agree(hex(vector, "sk"), hex(vector, "pk"), shared)).isFalse();
    assertThat(shared).containsOnly(0);
  }

  private static List<Integer> ints(JsonNode list) {
    List<Integer> ints = new ArrayList<>();
    list.forEach(entry -> ints.add(entry.asInt()));
    return ints;
  }
}
