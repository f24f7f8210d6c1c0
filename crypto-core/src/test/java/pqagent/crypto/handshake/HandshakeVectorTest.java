package pqagent.crypto.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static pqagent.crypto.Vectors.hex;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pqagent.crypto.Vectors;
import pqagent.crypto.handshake.Responder.Reason;
import pqagent.crypto.handshake.Responder.Response;
import pqagent.crypto.key.SlotKeys;
import pqagent.crypto.key.SlotSecrets;

/** {@code handshake.json}: three handshakes, from both sides, and changed messages. */
class HandshakeVectorTest {
  private static final long NOW_SECONDS = 1_000_000;

  static List<HandshakeVector> handshakes() {
    return HandshakeVector.all();
  }

  @Test
  void shouldHaveThreeHandshakes_whenVectorsAreWhole() {
    assertThat(handshakes()).hasSize(3);
  }

  @ParameterizedTest
  @MethodSource("handshakes")
  void shouldPassThroughEveryState_whenMixing(HandshakeVector vector) {
    byte[] message = HandshakeMessage.begin(vector.bytes("c0"));
    SymmetricState state =
        SymmetricState.begin(vector.client("mceliece_ct"), vector.client("mceliece_key"));
    assertThat(state.cipherState()).isEqualTo(vector.state("cipher_states", 0));
    assertThat(state.transcript()).isEqualTo(vector.state("handshake_states", 0));
    put(vector.client("e_x25519_pk"), message, HandshakeMessage.C1_OFFSET);
    state.seal(message, HandshakeMessage.C1_OFFSET, HandshakeMessage.C1_BYTES);
    assertThat(state.transcript()).isEqualTo(vector.state("handshake_states", 1));
    state.mix(vector.bytes("dh_static"));
    assertThat(state.cipherState()).isEqualTo(vector.state("cipher_states", 1));
    state.mix(vector.bytes("dh_ephemeral"));
    assertThat(state.cipherState()).isEqualTo(vector.state("cipher_states", 2));
    put(vector.client("sntrup_ct"), message, HandshakeMessage.C3_OFFSET);
    state.seal(message, HandshakeMessage.C3_OFFSET, HandshakeMessage.C3_BYTES);
    assertThat(state.transcript()).isEqualTo(vector.state("handshake_states", 2));
    state.mix(vector.client("sntrup_key"));
    assertThat(state.cipherState()).isEqualTo(vector.state("cipher_states", 3));
    assertThat(message).isEqualTo(vector.bytes("message"));
    assertSecrets(state.split(), vector);
    state.close();
    assertThat(state.cipherState()).containsOnly(0);
  }

  @ParameterizedTest
  @MethodSource("handshakes")
  void shouldMakeTheVeryMessage_whenInitiating(HandshakeVector vector) {
    Optional<Initiator.Initiation> initiation =
        Initiator.assemble(
            vector.prekey(),
            Vectors.bytes("x25519_pk.bin"),
            vector.slot("x25519_pk"),
            vector.client("e_x25519_pk"),
            vector.client("e_x25519_sk"),
            vector.client("sntrup_ct"),
            vector.client("sntrup_key"));
    assertThat(initiation).isPresent();
    assertThat(initiation.get().message())
        .hasSize(vector.json().required("message_len").asInt())
        .isEqualTo(vector.bytes("message"));
    assertSecrets(initiation.get().secrets(), vector);
  }

  @ParameterizedTest
  @MethodSource("handshakes")
  void shouldAcceptAndAgree_whenAnyLiveSlotFits(HandshakeVector vector) {
    List<SlotSecrets> live = handshakes().stream().map(HandshakeVector::slotSecrets).toList();
    assertThat(responder().respond(vector.bytes("message"), () -> live, NOW_SECONDS))
        .isInstanceOfSatisfying(
            Response.Accepted.class, accepted -> assertSecrets(accepted.secrets(), vector));
    assertThat(responder().respond(vector.bytes("message"), List::of, NOW_SECONDS))
        .isEqualTo(new Response.Rejected(Reason.BAD_MESSAGE));
  }

  @ParameterizedTest
  @MethodSource("handshakes")
  void shouldJudgeChangedMessages_asTheVectorsDo(HandshakeVector vector) {
    Responder hasAccepted = responder();
    int accepted = 0;
    for (JsonNode variant : vector.json().required("server_variants")) {
      String note = variant.required("note").asText();
      byte[] message = hex(variant, "message");
      if (variant.required("accepted").asBoolean()) {
        assertThat(respond(hasAccepted, message, vector))
            .as(note)
            .isInstanceOf(Response.Accepted.class);
        accepted++;
      } else if (note.startsWith("replay")) {
        assertThat(respond(hasAccepted, message, vector))
            .as(note)
            .isEqualTo(new Response.Rejected(Reason.REPLAY));
      } else {
        boolean otherKeys = note.equals("made for other ephemeral keys");
        assertThat(respond(responder(), message, otherKeys ? handshakes().get(1) : vector))
            .as(note)
            .isEqualTo(new Response.Rejected(Reason.BAD_MESSAGE));
      }
    }
    assertThat(accepted).isEqualTo(vector.json().required("server_variants").isEmpty() ? 0 : 1);
  }

  private static Response respond(Responder responder, byte[] message, HandshakeVector vector) {
    return HandshakeMessage.isHandshake(message)
        ? responder.respond(message, () -> List.of(vector.slotSecrets()), NOW_SECONDS)
        : responder.respond(message, NOW_SECONDS);
  }

  private static Responder responder() {
    return new Responder(
        HandshakeVector.SERVER, new SlotKeys(new SecureRandom()), new ReplayFilter(8));
  }

  private static void assertSecrets(TunnelSecrets secrets, HandshakeVector vector) {
    assertThat(secrets.tunnelId()).isEqualTo(vector.bytes("tid"));
    assertThat(secrets.initiatorRoot()).isEqualTo(vector.bytes("ti"));
    assertThat(secrets.responderRoot()).isEqualTo(vector.bytes("tr"));
  }

  private static void put(byte[] bytes, byte[] message, int offset) {
    System.arraycopy(bytes, 0, message, offset, bytes.length);
  }
}
