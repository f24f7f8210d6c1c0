package pqagent.crypto.name;

import static org.assertj.core.api.Assertions.assertThat;
import static pqagent.crypto.Vectors.hex;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pqagent.crypto.Vectors;

class NameVectorsTest {
  static Stream<JsonNode> encodings() {
    return Vectors.list("base32.json", "encode");
  }

  static Stream<JsonNode> decodings() {
    return Vectors.list("base32.json", "decode");
  }

  static Stream<JsonNode> fullNames() {
    return Vectors.list("names.json", "fullname");
  }

  static Stream<JsonNode> parsedNames() {
    return Vectors.list("names.json", "parse");
  }

  @ParameterizedTest
  @MethodSource("encodings")
  void shouldEncode_asTheReference(JsonNode vector) {
    assertThat(Base32.encode(hex(vector, "hex"))).isEqualTo(vector.required("text").asText());
  }

  /** Stricter on a quirk: a Kelvin sign is not a k. */
  @ParameterizedTest
  @MethodSource("decodings")
  void shouldDecode_asTheReference(JsonNode vector) {
    String digits = vector.required("text").asText();
    Optional<byte[]> decoded = Base32.decode(digits, digits.length() * 5 / 8);
    if (vector.required("ok").asBoolean() && !vector.has("quirk")) {
      assertThat(decoded.map(Vectors::hex)).contains(vector.required("hex").asText());
    } else {
      assertThat(decoded).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("fullNames")
  void shouldMakeTheLabelThatTheReferencePrints(JsonNode vector) {
    Pq1Name name =
        new Pq1Name(
            hex(vector, "pkhash"),
            OptionalInt.of(vector.required("pqcport").asInt()),
            OptionalInt.of(vector.required("keyport").asInt()));
    assertThat(name.label()).isEqualTo(vector.required("name").asText());
    assertThat(Pq1Name.ofLabel(name.label())).contains(name);
  }

  /**
   * Differs where the reference is wrong: its prefix is sensitive to case; it raises an exception
   * where a value does not fit, which is no PQConnect name; and its port 0 here is "ask TXT".
   */
  @ParameterizedTest
  @MethodSource("parsedNames")
  void shouldParse_asTheReference(JsonNode vector) {
    String domain = vector.required("name").asText();
    Optional<Pq1Name> parsed = Pq1Name.ofDomain(labels(domain));
    if (domain.startsWith("PQ1") || domain.startsWith("Pq1")) {
      assertThat(vector.required("result").asText()).isEqualTo("none");
      assertThat(parsed)
          .isPresent()
          .isEqualTo(Pq1Name.ofDomain(labels("pq1" + domain.substring(3))));
      return;
    }
    if (!vector.required("result").asText().equals("pq1")) {
      assertThat(parsed).isEmpty();
      return;
    }
    assertThat(parsed.map(name -> hex(name.keyHash())))
        .contains(vector.required("pkhash").asText());
    assertThat(parsed.orElseThrow().cryptoPort()).isEqualTo(port(vector, "pqcport"));
    assertThat(parsed.orElseThrow().keyPort()).isEqualTo(port(vector, "keyport"));
  }

  private static OptionalInt port(JsonNode vector, String field) {
    int port = vector.path(field).asInt(0);
    return port == 0 ? OptionalInt.empty() : OptionalInt.of(port);
  }

  private static List<String> labels(String domain) {
    return Arrays.asList(domain.split("\\."));
  }
}
