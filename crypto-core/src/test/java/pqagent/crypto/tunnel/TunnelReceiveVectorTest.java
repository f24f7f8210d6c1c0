package pqagent.crypto.tunnel;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static pqagent.crypto.Vectors.hex;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pqagent.crypto.Vectors;

/**
 * {@code tunnel-receive.json}: a receiver's scripts, step by step. Where the deployed receiver has
 * a defect, {@link #OURS} says what ours does instead, and why.
 */
class TunnelReceiveVectorTest {
  private static final String TOO_FAR = "skip too far from the start";
  private static final String LOST = "lost packets fill the store";
  private static final String STALL = "time: after 100 s idle the reference stalls later (quirk)";

  /** By script and step. */
  private static final Map<String, OpenResult> OURS =
      Map.ofEntries(
          // it stops 90 packets ahead; we accept gaps up to 4096, so that what it took later than
          // we did is a duplicate here
          entry(TOO_FAR + 0, OpenResult.OK),
          entry(TOO_FAR + 1, OpenResult.OK),
          entry(TOO_FAR + 3, OpenResult.REPLAYED),
          entry(TOO_FAR + 4, OpenResult.OK),
          entry(TOO_FAR + 6, OpenResult.REPLAYED),
          // it stops when 90 packets of an epoch are missing; we do not
          entry(LOST + 90, OpenResult.OK),
          entry(LOST + 91, OpenResult.OK),
          entry(LOST + 92, OpenResult.OK),
          entry(LOST + 93, OpenResult.OK),
          entry(LOST + 94, OpenResult.OK),
          entry(LOST + 95, OpenResult.OK),
          entry(LOST + 96, OpenResult.OK),
          entry(LOST + 97, OpenResult.OK),
          entry(LOST + 98, OpenResult.OK),
          entry(LOST + 99, OpenResult.OK),
          entry(LOST + 100, OpenResult.OK),
          entry(LOST + 102, OpenResult.REPLAYED),
          entry(LOST + 103, OpenResult.OK),
          // it counts passed-over epochs from the jump, and is deaf for 40 s; we are not
          entry(STALL + 8, OpenResult.OK),
          entry(STALL + 10, OpenResult.OK));

  /** The epoch we send in, where it is not the reference's. */
  private static final Map<String, Integer> OUR_SEND_EPOCH =
      Map.of(
          // a forged packet of epoch 3 moves it; it does not move us
          "a forged epoch moves the receiver1",
          0,
          // after a pause it jumps by the clock; we take one step
          "time: a session ends 120 s after its newest receiving epoch was made, even if packets keep coming6",
          1);

  static Stream<Named<JsonNode>> scripts() {
    return Vectors.list("tunnel-receive.json", "scripts")
        .map(script -> Named.of(script.required("title").asText(), script));
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void shouldFollowTheScript_whenNotBetter(JsonNode script) {
    String title = script.required("title").asText();
    TunnelEnd receiver = receiver(script, title.startsWith("a cookie from the peer"));
    double seconds = 0;
    int number = 0;
    for (JsonNode step : script.required("steps")) {
      String name = title + number++;
      switch (step.required("op").asText()) {
        case "wait" -> seconds += step.required("seconds").asDouble();
        case "send" -> send(receiver, step, seconds, name);
        case "recv" -> receive(receiver, step, seconds, name);
        default -> throw new AssertionError(step);
      }
      if (step.required("op").asText().equals("wait")) {
        assertThat(receiver.tunnel.isDead(TunnelEnd.nanos(seconds)))
            .as(name)
            .isNotEqualTo(step.required("after").required("alive").asBoolean());
      }
    }
  }

  @Test
  void shouldNameOnlyStepsThatExist_whenOursIsDifferent() {
    List<String> steps =
        Vectors.list("tunnel-receive.json", "scripts")
            .flatMap(
                script ->
                    Stream.iterate(0, i -> i < script.required("steps").size(), i -> i + 1)
                        .map(i -> script.required("title").asText() + i))
            .toList();
    assertThat(steps).containsAll(OURS.keySet()).containsAll(OUR_SEND_EPOCH.keySet());
  }

  private static void receive(TunnelEnd receiver, JsonNode step, double seconds, String name) {
    byte[] packet = hex(step, "packet");
    receiver.open(List.of(), seconds);
    String before = StateDigest.of(receiver.tunnel);
    TunnelEnd.Opened opened = receiver.open(packet, seconds);
    boolean cookie = step.path("why").asText().equals("cookie");
    if (OURS.containsKey(name)) {
      assertThat(opened.result()).as(name).isEqualTo(OURS.get(name));
    } else if (step.required("expect").asText().equals("accept")) {
      assertThat(opened.result()).as(name).isEqualTo(cookie ? OpenResult.COOKIE : OpenResult.OK);
      assertThat(opened.plain()).as(name).isEqualTo(hex(step, "plain"));
    } else {
      assertThat(opened.result()).as(name).isNotIn(OpenResult.OK, OpenResult.COOKIE);
    }
    if (opened.result() != OpenResult.OK && !cookie) {
      assertThat(StateDigest.of(receiver.tunnel)).as(name).isEqualTo(before);
    }
    if (cookie) {
      assertThat(receiver.tunnel.takeCookie()).as(name).hasValue(hex(step, "plain"));
    }
    assertThat(receiver.tunnel.takeCookie()).as(name).isEmpty();
  }

  private static void send(TunnelEnd receiver, JsonNode step, double seconds, String name) {
    byte[] packet = receiver.seal(hex(step, "plain"), seconds);
    if (OUR_SEND_EPOCH.containsKey(name)) {
      assertThat(TunnelEnd.epoch(packet)).as(name).isEqualTo(OUR_SEND_EPOCH.get(name));
    } else {
      assertThat(packet).as(name).isEqualTo(hex(step, "packet"));
    }
  }

  /** Every script's receiver has the server's roots; cookies are for a client, so exchange them. */
  private static TunnelEnd receiver(JsonNode script, boolean isClient) {
    byte[] tid = hex(script, "tid");
    byte[] ti = hex(script, "ti");
    byte[] tr = hex(script, "tr");
    return isClient ? TunnelEnd.client(tid, tr, ti) : TunnelEnd.server(tid, ti, tr);
  }
}
