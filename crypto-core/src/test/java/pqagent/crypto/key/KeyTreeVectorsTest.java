package pqagent.crypto.key;

import static org.assertj.core.api.Assertions.assertThat;
import static pqagent.crypto.Vectors.hex;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pqagent.crypto.Vectors;
import pqagent.crypto.key.StaticKeyAssembly.Insertion;
import pqagent.crypto.name.Base32;

class KeyTreeVectorsTest {
  private static final JsonNode VECTORS = Vectors.json("pktree.json");
  private static final StaticPublicKeys KEYS =
      new StaticPublicKeys(Vectors.bytes("mceliece_pk.bin"), Vectors.bytes("x25519_pk.bin"));
  private static final StaticKeyTree TREE = StaticKeyTree.of(KEYS);

  static Stream<JsonNode> staticMessages() {
    return Vectors.list("keymsgs.json", "static");
  }

  @Test
  void shouldHaveTheReferenceShapeAndRoot() {
    JsonNode dims = VECTORS.required("dims");
    assertThat(dims).hasSize(StaticKeyTree.LEVELS);
    for (int depth = 0; depth < StaticKeyTree.LEVELS; depth++) {
      assertThat(StaticKeyTree.nodeCount(depth)).isEqualTo(dims.get(depth).asInt());
    }
    assertThat(hex(TREE.root())).isEqualTo(VECTORS.required("root").asText());
    assertThat(Base32.encode(TREE.root())).isEqualTo(VECTORS.required("root_base32").asText());
  }

  @Test
  void shouldHaveEveryNodeOfTheReference() throws NoSuchAlgorithmException {
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    JsonNode nodes = VECTORS.required("nodes");
    assertThat(nodes).hasSize(938);
    for (JsonNode node : nodes) {
      byte[] content = node(node);
      assertThat(content).hasSize(node.required("len").asInt());
      assertThat(hex(sha256.digest(content))).isEqualTo(node.required("sha256").asText());
    }
    for (JsonNode node : VECTORS.required("full_nodes")) {
      assertThat(hex(node(node))).isEqualTo(node.required("data").asText());
    }
  }

  /**
   * The sequence as the reference took it, except for the root, which ours is given by the name
   * before anything; and it is stricter where a quirk is marked: it refuses a position out of
   * range.
   */
  @Test
  void shouldAcceptAndRefuseNodes_asTheReference() {
    StaticKeyAssembly assembly = new StaticKeyAssembly(hex(VECTORS, "root"));
    for (JsonNode step : VECTORS.required("insert")) {
      String note = step.required("note").asText();
      if (note.equals("before the root is known")) {
        continue;
      }
      int depth = step.required("depth").asInt();
      int position = step.required("pos").asInt();
      byte[] data = hex(step, "data");
      Insertion insertion = assembly.insert(depth, position, data, 0, data.length);
      boolean accepted = insertion == Insertion.ACCEPTED || insertion == Insertion.DUPLICATE;
      assertThat(accepted)
          .as("%s: %s", note, insertion)
          .isEqualTo(step.required("accepted").asBoolean() && !note.contains("quirk"));
      if (note.contains("out of range")) {
        assertThat(insertion).isEqualTo(Insertion.NO_SUCH_NODE);
      }
    }
    assertThat(assembly.keys()).isEmpty();
  }

  /** Only what the tree says of them: the content of the response, the length of the request. */
  @ParameterizedTest
  @MethodSource("staticMessages")
  void shouldHaveTheContentOfTheReferenceResponses(JsonNode message) {
    byte[] node = node(message);
    assertThat(message.required("response").asText()).endsWith(hex(node));
    assertThat(message.required("request").asText()).hasSize(2 * (11 + node.length));
  }

  @Test
  void shouldAnswerContains_asTheReferenceServer() {
    for (JsonNode request : Vectors.json("keymsgs.json").required("server")) {
      byte[] bytes = hex(request, "request");
      if (bytes.length > 9 && bytes[0] == (byte) 0xf0 && bytes[3] == 1 && bytes[6] == 2) {
        int position = Byte.toUnsignedInt(bytes[7]) | Byte.toUnsignedInt(bytes[8]) << 8;
        if (request.required("answered").asBoolean()) {
          assertThat(StaticKeyTree.contains(bytes[4], position)).isTrue();
        }
        if (request.required("note").asText().matches("depth 4|position 910")) {
          assertThat(StaticKeyTree.contains(bytes[4], position)).isFalse();
        }
      }
    }
  }

  private static byte[] node(JsonNode place) {
    int depth = place.required("depth").asInt();
    int position = place.required("pos").asInt();
    byte[] node = new byte[StaticKeyTree.nodeBytes(depth, position)];
    assertThat(TREE.copyNode(depth, position, node, 0)).isEqualTo(node.length);
    return node;
  }
}
