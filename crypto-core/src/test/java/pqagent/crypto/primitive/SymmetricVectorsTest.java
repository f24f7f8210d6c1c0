package pqagent.crypto.primitive;

import static org.assertj.core.api.Assertions.assertThat;
import static pqagent.crypto.Vectors.hex;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pqagent.crypto.Vectors;

class SymmetricVectorsTest {
  private final ChaCha20Poly1305 aead = new ChaCha20Poly1305();

  static Stream<JsonNode> derivations() {
    return Vectors.list("symmetric.json", "stream_kdf");
  }

  static Stream<JsonNode> hashes() {
    return Vectors.list("symmetric.json", "h");
  }

  static Stream<JsonNode> boxes() {
    return Vectors.list("symmetric.json", "secret_box");
  }

  static Stream<JsonNode> rejects() {
    return Vectors.list("symmetric.json", "secret_unbox_rejects");
  }

  @ParameterizedTest
  @MethodSource("derivations")
  void shouldDeriveTheSameKeys_asTheReference(JsonNode vector) {
    int n = vector.required("n").asInt();
    byte[] key = hex(vector, "key");
    byte[] input = hex(vector, "input");
    StringBuilder expected = new StringBuilder();
    vector.required("out").forEach(part -> expected.append(part.asText()));
    byte[] out = new byte[n * KeyStream.KEY_BYTES];
    if (input.length == 0) {
      KeyStream.derive(n, key, 0, out, 0);
    } else {
      KeyStream.derive(n, key, 0, input, out, 0);
    }
    assertThat(hex(out)).isEqualTo(expected.toString());
  }

  @ParameterizedTest
  @MethodSource("hashes")
  void shouldHashToTheSame_asTheReference(JsonNode vector) {
    byte[] in = hex(vector, "in");
    assertThat(hex(Shake256.hash(in))).isEqualTo(vector.required("out").asText());
    assertThat(hex(Shake256.hash(in, 0, in.length))).isEqualTo(vector.required("out").asText());
  }

  @ParameterizedTest
  @MethodSource("boxes")
  void shouldSealAndOpenTheSame_asTheReference(JsonNode vector) {
    byte[] ad = hex(vector, "ad");
    byte[] text = hex(vector, "msg");
    ByteBuffer packet = ByteBuffer.allocate(ad.length + text.length + ChaCha20Poly1305.TAG_BYTES);
    packet.put(ad).put(text);
    byte[] key = hex(vector, "key");
    byte[] nonce = hex(vector, "nonce");
    aead.seal(key, 0, nonce, packet, 0, ad.length, ad.length, text.length);
    assertThat(hex(packet.array()))
        .isEqualTo(hex(ad) + vector.required("ct").asText() + vector.required("tag").asText());
    if (isZero(nonce)) {
      ByteBuffer again = ByteBuffer.allocate(packet.capacity());
      again.put(ad).put(text);
      aead.seal(key, 0, again, 0, ad.length, ad.length, text.length);
      assertThat(again.array()).isEqualTo(packet.array());
    }
    assertThat(aead.open(key, 0, nonce, packet, 0, ad.length, ad.length, text.length)).isTrue();
    byte[] opened = new byte[text.length];
    packet.get(ad.length, opened);
    assertThat(opened).isEqualTo(text);
  }

  @ParameterizedTest
  @MethodSource("rejects")
  void shouldRejectAndClear_whenAnythingWasChanged(JsonNode vector) {
    byte[] ad = hex(vector, "ad");
    byte[] ciphertext = hex(vector, "ct");
    ByteBuffer packet =
        ByteBuffer.allocateDirect(ad.length + ciphertext.length + ChaCha20Poly1305.TAG_BYTES);
    packet.put(ad).put(ciphertext).put(hex(vector, "tag"));
    boolean authentic =
        aead.open(
            hex(vector, "key"),
            0,
            hex(vector, "nonce"),
            packet,
            0,
            ad.length,
            ad.length,
            ciphertext.length);
    assertThat(authentic).isFalse();
    byte[] left = new byte[ciphertext.length];
    packet.get(ad.length, left);
    assertThat(left).containsOnly(0);
  }

  private static boolean isZero(byte[] bytes) {
    for (byte b : bytes) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }
}
