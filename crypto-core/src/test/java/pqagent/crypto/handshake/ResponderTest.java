package pqagent.crypto.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import pqagent.crypto.handshake.Responder.Reason;
import pqagent.crypto.handshake.Responder.Response;
import pqagent.crypto.key.SlotKeys;
import pqagent.crypto.key.SlotPublicKeys;

class ResponderTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final long NOW_SECONDS = 1_000_000;

  private final SlotKeys slots = new SlotKeys(RANDOM);
  private final ReplayFilter replays = new ReplayFilter(4);
  private final Responder responder = new Responder(HandshakeVector.SERVER, slots, replays);

  @Test
  void shouldAgreeWithTheInitiator_whenTheSlotIsLive() {
    Initiator.Initiation initiation = initiate(slots.current(NOW_SECONDS));
    Response response = responder.respond(initiation.message(), NOW_SECONDS + 20);
    assertThat(response)
        .isInstanceOfSatisfying(
            Response.Accepted.class,
            accepted -> {
              TunnelSecrets ours = accepted.secrets();
              TunnelSecrets theirs = initiation.secrets();
              assertThat(ours.tunnelId()).isEqualTo(theirs.tunnelId());
              assertThat(ours.initiatorRoot()).isEqualTo(theirs.initiatorRoot());
              assertThat(ours.responderRoot()).isEqualTo(theirs.responderRoot());
              ours.close();
              assertThat(ours.initiatorRoot()).containsOnly(0);
              assertThat(ours.responderRoot()).containsOnly(0);
            });
  }

  @Test
  void shouldReject_whenTheSlotHasExpired() {
    byte[] message = initiate(slots.current(NOW_SECONDS)).message();
    assertThat(responder.respond(message, NOW_SECONDS + SlotKeys.LIFETIME_SECONDS))
        .isEqualTo(new Response.Rejected(Reason.BAD_MESSAGE));
  }

  @Test
  void shouldKnowAReplayCheaply_whenItWasAccepted() {
    byte[] message = initiate(slots.current(NOW_SECONDS)).message();
    assertThat(responder.isReplay(message, NOW_SECONDS)).isFalse();
    assertThat(responder.respond(message, NOW_SECONDS)).isInstanceOf(Response.Accepted.class);
    assertThat(responder.isReplay(message, NOW_SECONDS)).isTrue();
    message[HandshakeMessage.BYTES - 1] ^= 1;
    assertThat(responder.isReplay(message, NOW_SECONDS)).isTrue();
    assertThat(responder.respond(message, NOW_SECONDS))
        .isEqualTo(new Response.Rejected(Reason.REPLAY));
  }

  @Test
  void shouldRememberNothing_whenAMessageWasForged() {
    byte[] message = initiate(slots.current(NOW_SECONDS)).message();
    byte[] forged = message.clone();
    forged[HandshakeMessage.BYTES - 1] ^= 1;
    assertThat(responder.respond(forged, NOW_SECONDS))
        .isEqualTo(new Response.Rejected(Reason.BAD_MESSAGE));
    assertThat(replays.size()).isZero();
    assertThat(responder.respond(message, NOW_SECONDS)).isInstanceOf(Response.Accepted.class);
  }

  @Test
  void shouldAcceptExactlyOne_whenOneMessageComesToManyWorkersAtOnce() throws Exception {
    byte[] message = initiate(slots.current(NOW_SECONDS)).message();
    int workers = 4;
    CyclicBarrier start = new CyclicBarrier(workers);
    List<Response> responses = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(workers)) {
      List<Future<Response>> futures = new ArrayList<>();
      for (int i = 0; i < workers; i++) {
        futures.add(
            pool.submit(
                () -> {
                  start.await();
                  return responder.respond(message, NOW_SECONDS);
                }));
      }
      for (Future<Response> future : futures) {
        responses.add(future.get());
      }
    }
    assertThat(responses).filteredOn(Response.Accepted.class::isInstance).hasSize(1);
    assertThat(responses)
        .filteredOn(Response.Rejected.class::isInstance)
        .hasSize(workers - 1)
        .containsOnly(new Response.Rejected(Reason.REPLAY));
  }

  @Test
  void shouldSayOverloaded_whenTheReplayFilterIsFull() {
    SlotPublicKeys slot = slots.current(NOW_SECONDS);
    for (int i = 0; i < 4; i++) {
      assertThat(responder.respond(initiate(slot).message(), NOW_SECONDS))
          .isInstanceOf(Response.Accepted.class);
    }
    assertThat(responder.respond(initiate(slot).message(), NOW_SECONDS))
        .isEqualTo(new Response.Rejected(Reason.OVERLOADED));
  }

  @Test
  void shouldRefuseToInitiate_whenAServerKeyIsInvalid() {
    SlotPublicKeys good = slots.current(NOW_SECONDS);
    byte[] zero = new byte[32];
    byte[] server = HandshakeVector.SERVER.publicKeys().x25519();
    Prekey prekey = prekey();
    assertThat(Initiator.initiate(prekey, zero, good, RANDOM)).isEmpty();
    assertThat(prekey.sharedKey()).containsOnly(0);
    SlotPublicKeys badX = new SlotPublicKeys(good.sntrup(), zero);
    assertThat(Initiator.initiate(prekey(), server, badX, RANDOM)).isEmpty();
  }

  @Property(tries = 300)
  void shouldRejectAndNotThrow_whenAnyBytesCome(@ForAll @Size(max = 1400) byte[] bytes) {
    assertThat(responder.respond(bytes, NOW_SECONDS))
        .isEqualTo(new Response.Rejected(Reason.BAD_MESSAGE));
    assertThat(responder.isReplay(bytes, NOW_SECONDS)).isFalse();
  }

  @Property(tries = 20)
  void shouldRejectAndNotThrow_whenLengthAndTypeAreRight(
      @ForAll @Size(HandshakeMessage.BYTES) byte[] bytes) {
    bytes[0] = 1;
    bytes[1] = 0;
    assertThat(responder.respond(bytes, NOW_SECONDS))
        .isEqualTo(new Response.Rejected(Reason.BAD_MESSAGE));
  }

  private static Prekey prekey() {
    return Prekey.make(HandshakeVector.SERVER.publicKeys(), RANDOM).orElseThrow();
  }

  private static Initiator.Initiation initiate(SlotPublicKeys slot) {
    return Initiator.initiate(prekey(), HandshakeVector.SERVER.publicKeys().x25519(), slot, RANDOM)
        .orElseThrow();
  }
}
