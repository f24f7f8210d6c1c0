package pqagent.crypto.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import pqagent.crypto.Vectors;
import pqagent.crypto.primitive.Sntrup761;
import pqagent.crypto.primitive.X25519;

class SlotKeysTest {
  /** The start of a slot. */
  private static final long START = 1_800_000_000L;

  private final CountingRandom random = new CountingRandom();
  private final SlotKeys slots = new SlotKeys(random);

  /** Counts the key pairs that are made: X25519 alone asks for 32 bytes. */
  private static final class CountingRandom extends SecureRandom {
    private int pairs;

    @Override
    public synchronized void nextBytes(byte[] bytes) {
      super.nextBytes(bytes);
      if (bytes.length == X25519.KEY_BYTES) {
        pairs++;
      }
    }
  }

  @Test
  void shouldHandOutOneSlotsKeys_forThirtySeconds() {
    SlotPublicKeys first = slots.current(START);
    assertThat(slots.current(START + 29)).isSameAs(first);
    assertThat(slots.current(START + 30)).isNotSameAs(first);
    assertThat(random.pairs).isEqualTo(2);
  }

  @Test
  void shouldMakeTheNextSlotsKeys_whenFiveSecondsAway() {
    slots.advance(START);
    slots.advance(START + 24);
    assertThat(random.pairs).isEqualTo(1);
    slots.advance(START + 25);
    assertThat(random.pairs).isEqualTo(2);
    assertThat(slots.live(START + 29)).hasSize(1);
    slots.current(START + 30);
    slots.advance(START + 30);
    assertThat(random.pairs).isEqualTo(2);
    assertThat(slots.live(START + 30)).hasSize(2);
  }

  @Test
  void shouldMakeEachSlotsKeysOnce_whenSecondsPass() {
    for (int second = 0; second < 150; second++) {
      slots.advance(START + second);
      assertThat(slots.live(START + second)).hasSize(Math.min(4, second / 30 + 1));
    }
    assertThat(random.pairs).isEqualTo(6);
  }

  @Test
  void shouldGiveTheSecretsOfWhatWasHandedOut_newestFirst() {
    List<String> handedOut =
        LongStream.of(0, 30, 60)
            .mapToObj(second -> Vectors.hex(slots.current(START + second).x25519()))
            .toList();
    assertThat(publicHalves(slots.live(START + 60))).isEqualTo(handedOut.reversed());
    SlotPublicKeys current = slots.current(START + 60);
    byte[] ciphertext = new byte[Sntrup761.CIPHERTEXT_BYTES];
    byte[] sent = new byte[32];
    byte[] received = new byte[32];
    Sntrup761.encapsulate(current.sntrup(), ciphertext, sent, random);
    Sntrup761.decapsulate(slots.live(START + 60).getFirst().sntrup(), ciphertext, received);
    assertThat(received).isEqualTo(sent);
  }

  @Test
  void shouldEraseASlot_whenExactly120SecondsOld() {
    slots.current(START);
    assertThat(slots.live(START + 119)).hasSize(1);
    assertThat(slots.live(START + 120)).isEmpty();
    assertThat(slots.live(START + 119)).as("erased, not only hidden").isEmpty();
    slots.current(START);
    slots.advance(START + 120);
    assertThat(slots.live(START + 119)).as("erased by the clock").isEmpty();
  }

  @Test
  void shouldGiveCopies_whichTheirUserCloses() {
    slots.current(START);
    SlotSecrets mine = slots.live(START).getFirst();
    SlotSecrets other = slots.live(START).getFirst();
    assertThat(mine.toString()).isEqualTo("SlotSecrets");
    mine.close();
    assertThat(mine.sntrup()).containsOnly(0);
    assertThat(mine.x25519()).containsOnly(0);
    assertThat(other.x25519()).isNotEqualTo(new byte[32]);
    assertThat(slots.live(START).getFirst().x25519()).isEqualTo(other.x25519());
  }

  @Test
  void shouldForgetSlotsFarAhead_whenTheClockWasPutBack() {
    slots.current(START + 3600);
    slots.current(START + 30);
    slots.current(START);
    assertThat(slots.live(START)).hasSize(1);
    assertThat(slots.live(START + 30)).hasSize(2);
    assertThat(slots.live(START + 3600)).isEmpty();
  }

  @Test
  void shouldHaveNothingLeft_whenClosed() {
    slots.current(START);
    slots.close();
    slots.advance(START);
    assertThat(slots.live(START)).isEmpty();
    assertThatIllegalStateException().isThrownBy(() -> slots.current(START));
  }

  /** Copied whole or not at all, while another thread erases: many races, each for one slot. */
  @Test
  void shouldNeverGiveTornSecrets_whenAnotherThreadErases() throws Exception {
    try (ExecutorService eraser = Executors.newSingleThreadExecutor()) {
      for (int race = 0; race < 40; race++) {
        List<String> handedOut = List.of(Vectors.hex(slots.current(START).x25519()));
        CountDownLatch started = new CountDownLatch(1);
        Future<?> erased =
            eraser.submit(
                () -> {
                  started.countDown();
                  assertThat(slots.live(START + 120)).isEmpty();
                });
        started.await();
        List<List<SlotSecrets>> copies = new ArrayList<>();
        do {
          copies.add(slots.live(START + 119));
        } while (!copies.getLast().isEmpty());
        copies.removeLast();
        erased.get();
        copies.forEach(copy -> assertThat(publicHalves(copy)).isEqualTo(handedOut));
      }
    }
  }

  private static List<String> publicHalves(List<SlotSecrets> live) {
    return live.stream()
        .map(
            secrets -> {
              try (secrets) {
                byte[] publicKey = new byte[X25519.KEY_BYTES];
                X25519.publicKey(secrets.x25519(), publicKey);
                return Vectors.hex(publicKey);
              }
            })
        .toList();
  }
}
