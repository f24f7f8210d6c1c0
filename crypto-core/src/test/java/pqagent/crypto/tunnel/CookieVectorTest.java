package pqagent.crypto.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static pqagent.crypto.Vectors.hex;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pqagent.crypto.ReplayRandom;
import pqagent.crypto.Vectors;

/** {@code cookie.json}: cookies, their keys, tunnels resumed from them. */
class CookieVectorTest {
  private static final JsonNode MANAGER = Vectors.json("cookie.json").required("manager");

  static Stream<JsonNode> cookies() {
    return Vectors.list("cookie.json", "cookies");
  }

  static Stream<JsonNode> resumptions() {
    return Vectors.list("cookie.json", "resume");
  }

  static Stream<JsonNode> checks() {
    return Vectors.list("cookie.json", "check");
  }

  @ParameterizedTest
  @MethodSource("cookies")
  void shouldSealTheVeryBytesAndOpenThem_whenKeyAndNonceAreGiven(JsonNode vector) {
    byte[] key = hex(vector, "key");
    byte[] cookie =
        Cookie.seal(
            key, hex(vector, "nonce"), vector.required("timestamp").asLong(), resumption(vector));
    assertThat(cookie).isEqualTo(hex(vector, "cookie"));
    assertSame(Cookie.open(key, cookie), vector, "epoch");
  }

  @Test
  void shouldStepKeysAndNonces_asTheVectorsDo() {
    CookieKeys keys = keys();
    for (JsonNode step : MANAGER.required("steps")) {
      long seconds = step.required("timestamp").asLong();
      if (step.required("op").asText().equals("update")) {
        keys.advance(seconds);
        continue;
      }
      Optional<byte[]> cookie = keys.seal(resumption(cookies().findFirst().orElseThrow()), seconds);
      assertThat(cookie.isPresent()).as(step.toString()).isEqualTo(step.has("key"));
      cookie.ifPresent(
          bytes -> {
            assertThat(Cookie.nonce(bytes)).isEqualTo(hex(step, "nonce"));
            assertThat(Cookie.open(hex(step, "key"), bytes)).isPresent();
          });
    }
  }

  @Test
  void shouldEraseKeys_after120Seconds() {
    CookieKeys keys = keys();
    keys.advance(0);
    byte[] cookie = keys.seal(resumption(cookies().findFirst().orElseThrow()), 29).orElseThrow();
    keys.advance(120);
    assertThat(keys.open(cookie)).isPresent();
    byte[] other = keys.seal(resumption(cookies().findFirst().orElseThrow()), 149).orElseThrow();
    keys.advance(241);
    assertThat(keys.open(other)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("resumptions")
  void shouldMakeTheVeryCookieAndGoOn_whenATunnelIsResumed(JsonNode vector) {
    byte[] tid = hex(vector, "tid");
    TunnelEnd client = TunnelEnd.client(tid, hex(vector, "ti"), hex(vector, "tr"));
    TunnelEnd server = TunnelEnd.server(tid, hex(vector, "ti"), hex(vector, "tr"));
    int epoch = vector.required("epoch_in_cookie").asInt();
    double seconds = 0;
    for (int i = 0; i < epoch; i++) {
      seconds += 30.5;
      server.open(client.seal(new byte[0], seconds), seconds);
    }
    Resumption resumption = server.tunnel.resumption(TunnelEnd.nanos(seconds)).orElseThrow();
    assertSame(Optional.of(resumption), vector, "epoch_in_cookie");
    byte[] cookie =
        Cookie.seal(
            hex(vector, "cookie_key"),
            hex(vector, "nonce"),
            vector.required("timestamp").asLong(),
            resumption);
    assertThat(cookie).isEqualTo(hex(vector, "cookie"));

    // long after the epoch's end: the cookie still goes out in it
    byte[] last = server.seal(cookie, seconds + 100);
    server.tunnel.close();
    assertThat(TunnelEnd.epoch(last)).isEqualTo(epoch);
    assertThat(client.open(last, seconds).result()).isEqualTo(OpenResult.COOKIE);
    assertThat(client.tunnel.takeCookie()).hasValue(cookie);

    TunnelEnd resumed = new TunnelEnd(Tunnel.resumed(reopened(vector, cookie), 0));
    byte[] fromClient = client.seal(hex(vector, "client_plain_after"), seconds);
    assertThat(fromClient).isEqualTo(hex(vector, "client_packet_after"));
    assertThat(resumed.open(fromClient, 0).plain()).isEqualTo(hex(vector, "client_plain_after"));
    byte[] fromServer = resumed.seal(hex(vector, "server_plain_after"), 0);
    assertThat(fromServer).isEqualTo(hex(vector, "server_packet_after"));
    assertThat(client.open(fromServer, seconds).plain())
        .isEqualTo(hex(vector, "server_plain_after"));
  }

  @Test
  void shouldJudgeCookies_asTheVectorsDoButOpenEachOnce() {
    CookieKeys keys = keys();
    MANAGER.required("steps").forEach(step -> advance(keys, step));
    checks()
        .forEach(
            check -> {
              String note = check.required("note").asText();
              // the reference opens a cookie again, and then uses packet keys twice; ours does not
              boolean accepted =
                  check.required("accepted").asBoolean() && !note.startsWith("replay");
              assertThat(keys.open(hex(check, "cookie")).isPresent()).as(note).isEqualTo(accepted);
            });
  }

  @Test
  void shouldTellACookieAlone_andOneWithAPacketBehindIt() {
    ByteBuffer datagram = ByteBuffer.allocate(1 + Cookie.BYTES + 60);
    datagram.put(1, hex(cookies().findFirst().orElseThrow(), "cookie"));
    assertThat(Cookie.isCookie(datagram, 1, Cookie.BYTES)).isTrue();
    assertThat(Cookie.isCookie(datagram, 1, Cookie.BYTES + 60)).isTrue();
    assertThat(Cookie.isCookie(datagram, 1, Cookie.BYTES - 1)).isFalse();
    assertThat(Cookie.isCookie(datagram, 0, Cookie.BYTES)).isFalse();
  }

  private static Resumption reopened(JsonNode vector, byte[] cookie) {
    return Cookie.open(hex(vector, "cookie_key"), cookie).orElseThrow();
  }

  private static void advance(CookieKeys keys, JsonNode step) {
    if (step.required("op").asText().equals("update")) {
      keys.advance(step.required("timestamp").asLong());
    }
  }

  /** Keys whose randomness is that of the updates which the reference drew any for. */
  private static CookieKeys keys() {
    ByteArrayOutputStream random = new ByteArrayOutputStream();
    String state = MANAGER.required("state_0").asText();
    for (JsonNode step : MANAGER.required("steps")) {
      if (step.has("state") && !step.required("state").asText().equals(state)) {
        state = step.required("state").asText();
        random.writeBytes(hex(step, "randomness"));
      }
    }
    return new CookieKeys(
        hex(MANAGER, "master_key"), hex(MANAGER, "seed"), new ReplayRandom(random.toByteArray()));
  }

  private static Resumption resumption(JsonNode vector) {
    return new Resumption(
        hex(vector, "tid"),
        vector.required("epoch").asInt(),
        hex(vector, "send_root"),
        hex(vector, "recv_root"));
  }

  private static void assertSame(Optional<Resumption> resumption, JsonNode vector, String epoch) {
    assertThat(resumption).isPresent();
    assertThat(resumption.get().tunnelId()).isEqualTo(hex(vector, "tid"));
    assertThat(resumption.get().epoch()).isEqualTo(vector.required(epoch).asInt());
    assertThat(resumption.get().sendRoot()).isEqualTo(hex(vector, "send_root"));
    assertThat(resumption.get().receiveRoot()).isEqualTo(hex(vector, "recv_root"));
  }
}
