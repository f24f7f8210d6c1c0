package pqagent.keyserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import pqagent.crypto.key.SlotPublicKeys;

class KeyMessageTest {

  @TestFactory
  List<DynamicTest> shouldWriteRequestsAndResponses_asTheVectors() {
    return ServerVectors.messages("static").stream()
        .map(
            v -> DynamicTest.dynamicTest(v.get("depth") + "," + v.get("pos"), () -> checkStatic(v)))
        .toList();
  }

  private static void checkStatic(JsonNode vector) {
    int depth = vector.get("depth").asInt();
    int position = vector.get("pos").asInt();
    byte[] response = ServerVectors.bytes(vector.get("response"));

    assertThat(KeyMessage.staticRequest(depth, position))
        .isEqualTo(ServerVectors.bytes(vector.get("request")));

    KeyMessage message = view(response);
    assertThat(message.type()).isEqualTo(KeyMessage.Type.STATIC_RESPONSE);
    assertThat(message.isWellFormed()).isTrue();
    assertThat(message.depth()).isEqualTo(depth);
    assertThat(message.position()).isEqualTo(position);
    byte[] node = new byte[message.nodeBytes()];
    message.copyNode(node, 0);
    byte[] written = new byte[response.length + 7];
    KeyMessage.putStaticResponse(ByteBuffer.wrap(written), 7, depth, position, node, node.length);
    assertThat(Arrays.copyOfRange(written, 7, written.length)).isEqualTo(response);
  }

  @Test
  void shouldKnowLengths_asTheVectors() {
    for (JsonNode vector : ServerVectors.messages("request_lengths")) {
      assertThat(KeyMessage.staticBytes(vector.get("depth").asInt(), vector.get("pos").asInt()))
          .isEqualTo(vector.get("len").asInt());
    }
  }

  @Test
  void shouldWriteAndReadEphemeralMessages_asTheVectors() {
    assertThat(KeyMessage.ephemeralRequest())
        .isEqualTo(
            ServerVectors.bytes(ServerVectors.json("keymsgs.json").get("ephemeral_request")));
    for (JsonNode vector : ServerVectors.messages("ephemeral_responses")) {
      byte[] response = ServerVectors.bytes(vector.get("response"));
      SlotPublicKeys keys = view(response).slotKeys();
      assertThat(keys.sntrup()).isEqualTo(ServerVectors.bytes(vector.get("sntrup_pk")));
      assertThat(keys.x25519()).isEqualTo(ServerVectors.bytes(vector.get("x25519_pk")));
      byte[] written = new byte[KeyMessage.EPHEMERAL_BYTES];
      KeyMessage.putEphemeralResponse(ByteBuffer.wrap(written), 0, keys);
      assertThat(written).isEqualTo(response);
    }
  }

  @TestFactory
  List<DynamicTest> shouldReadAsAClient_whatTheVectorsAccept() {
    return ServerVectors.messages("client").stream()
        .map(v -> DynamicTest.dynamicTest(v.get("note").asText(), () -> checkClient(v)))
        .toList();
  }

  private static void checkClient(JsonNode vector) throws NoSuchAlgorithmException {
    KeyMessage message = view(ServerVectors.bytes(vector.get("datagram")));
    switch (vector.get("result").asText()) {
      case "static" -> {
        assertThat(message.type()).isEqualTo(KeyMessage.Type.STATIC_RESPONSE);
        assertThat(message.isWellFormed()).isTrue();
        assertThat(message.depth()).isEqualTo(vector.get("depth").asInt());
        assertThat(message.position()).isEqualTo(vector.get("pos").asInt());
        assertThat(message.nodeBytes()).isEqualTo(vector.get("keydata_len").asInt());
        byte[] node = new byte[message.nodeBytes()];
        message.copyNode(node, 0);
        assertThat(sha256(node)).isEqualTo(vector.get("keydata_sha256").asText());
      }
      case "ephemeral" -> {
        assertThat(message.type()).isEqualTo(KeyMessage.Type.EPHEMERAL_RESPONSE);
        assertThat(message.isWellFormed()).isTrue();
        assertThat(sha256(message.slotKeys().sntrup()))
            .isEqualTo(vector.get("sntrup_pk_sha256").asText());
        assertThat(message.slotKeys().x25519())
            .isEqualTo(ServerVectors.bytes(vector.get("x25519_pk")));
      }
      default -> assertThat(isResponse(message)).isFalse();
    }
  }

  private static boolean isResponse(KeyMessage message) {
    return message.isWellFormed()
        && (message.type() == KeyMessage.Type.STATIC_RESPONSE
            || message.type() == KeyMessage.Type.EPHEMERAL_RESPONSE);
  }

  @Property(tries = 2000)
  void shouldNeverThrow_whateverTheBytes(
      @ForAll @IntRange(min = 0xf0, max = 0xf4) int type, @ForAll @Size(max = 1300) byte[] bytes) {
    byte[] typed = bytes.clone();
    if (typed.length > 1) {
      typed[0] = (byte) type;
      typed[1] = 0;
    }
    KeyMessage message = view(typed);
    if (message.isWellFormed()) {
      assertThat(typed.length).isLessThanOrEqualTo(KeyMessage.MAX_BYTES);
    }
  }

  @Property(tries = 500)
  void shouldRefuse_whenAnyLengthByteIsWrong(
      @ForAll @IntRange(min = 0, max = 909) int position,
      @ForAll @IntRange(min = 0, max = 4) int which,
      @ForAll @IntRange(min = 1, max = 255) int change) {
    int[] lengthBytes = {2, 3, 5, 6, 9};
    byte[] request = KeyMessage.staticRequest(3, position);
    request[lengthBytes[which]] ^= (byte) change;

    assertThat(view(request).isWellFormed()).isFalse();
  }

  /** In the middle of a larger buffer, whose other bytes are none of its business. */
  private static KeyMessage view(byte[] datagram) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(datagram.length + 5);
    buffer.put(5, datagram);
    return new KeyMessage().wrap(buffer, 5, datagram.length);
  }

  private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
