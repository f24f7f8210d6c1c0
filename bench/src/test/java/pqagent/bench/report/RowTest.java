package pqagent.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowTest {
  private static JsonNode read(Row... rows) throws IOException {
    return new ObjectMapper().readTree(Row.json(List.of(rows)));
  }

  @Test
  void shouldHaveNoPeerAndNoRatio_whenItIsOurs() throws IOException {
    JsonNode ours = read(new Row("x25519.agree", "time", "ns/op", 47123.456, null, null)).get(0);

    assertThat(ours.get("name").textValue()).isEqualTo("x25519.agree");
    assertThat(ours.get("metric").textValue()).isEqualTo("time");
    assertThat(ours.get("unit").textValue()).isEqualTo("ns/op");
    assertThat(ours.get("value").doubleValue()).isEqualTo(47123);
    assertThat(ours.get("peer").isNull()).isTrue();
    assertThat(ours.get("ratio").isNull()).isTrue();
    assertThat(ours).hasSize(6);
  }

  @Test
  void shouldNameThePeer_whenItIsThePeers() throws IOException {
    JsonNode rows =
        read(
            new Row("a", "time", "ns/op", 1, null, null),
            new Row("a", "time", "ns/op", 3e9, "Open\"SSL\"\\\n", 0.123456789));

    assertThat(rows).hasSize(2);
    assertThat(rows.get(1).get("peer").textValue()).isEqualTo("Open\"SSL\"\\\n");
    assertThat(rows.get(1).get("value").doubleValue()).isEqualTo(3e9);
    assertThat(rows.get(1).get("ratio").doubleValue()).isEqualTo(0.12346);
  }

  @Test
  void shouldBeJsonAllTheSame_whenAValueIsNoNumber() throws IOException {
    assertThat(read(new Row("a", "t", "", Double.NaN, null, null)).get(0).get("value").isNull())
        .isTrue();
    assertThat(read()).isEmpty();
  }
}
