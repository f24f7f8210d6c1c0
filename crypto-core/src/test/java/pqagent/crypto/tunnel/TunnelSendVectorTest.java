package pqagent.crypto.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static pqagent.crypto.Vectors.hex;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pqagent.crypto.Vectors;

/**
 * {@code tunnel-send.json}: what is sent as time passes. Ours begins an epoch within the second in
 * which the reference, which counts whole seconds, still waits; and after a pause it takes one step
 * where the reference jumps and makes its own receiver refuse newer epochs later.
 */
class TunnelSendVectorTest {
  /** Epoch and counter of each packet of ours, as {@code epoch.counter}. */
  private static final Map<String, List<String>> OURS =
      Map.of(
          "regular use",
          List.of(
              "0.0", "0.1", "0.2", "1.0", "1.1", "1.2", "1.3", "2.0", "2.1", "2.2", "2.3", "3.0",
              "3.1", "3.2", "4.0", "5.0", "6.0"),
          "start late in a second",
          List.of("0.0", "0.1", "1.0", "1.1", "2.0", "2.1"),
          "idle",
          List.of("0.0", "1.0", "1.1", "1.2", "2.0", "2.1"));

  static Stream<Named<JsonNode>> scripts() {
    return Vectors.list("tunnel-send.json", "sends")
        .map(script -> Named.of(script.required("title").asText(), script));
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void shouldBeginEpochsByTheClock_whenSending(JsonNode script) {
    List<String> ours = OURS.get(script.required("title").asText());
    byte[] tid = hex(script, "tid");
    byte[] ti = hex(script, "ti");
    byte[] tr = hex(script, "tr");
    TunnelEnd sender = TunnelEnd.client(tid, ti, tr);
    TunnelEnd receiver = TunnelEnd.server(tid, ti, tr);
    JsonNode sends = script.required("sends");
    assertThat(ours).hasSize(sends.size());
    for (int i = 0; i < sends.size(); i++) {
      JsonNode send = sends.get(i);
      double seconds = send.required("seconds_since_start").asDouble();
      byte[] packet = sender.seal(hex(send, "plain"), seconds);
      assertThat(TunnelEnd.epoch(packet) + "." + TunnelEnd.counter(packet)).isEqualTo(ours.get(i));
      String reference = send.required("epoch").asInt() + "." + send.required("ctr").asInt();
      if (ours.get(i).equals(reference)) {
        assertThat(packet).isEqualTo(hex(send, "packet"));
      } else if (seconds < 120) {
        assertThat(receiver.open(packet, seconds).result()).isEqualTo(OpenResult.OK);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void shouldOpenWhatTheReferenceSent_whenItJumps(JsonNode script) {
    TunnelEnd receiver = TunnelEnd.server(hex(script, "tid"), hex(script, "ti"), hex(script, "tr"));
    double last = 0;
    for (JsonNode send : script.required("sends")) {
      double seconds = send.required("seconds_since_start").asDouble();
      if (seconds - last > 120) {
        return;
      }
      last = seconds;
      assertThat(receiver.open(hex(send, "packet"), seconds).plain()).isEqualTo(hex(send, "plain"));
    }
  }
}
