package pqagent.crypto.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SendChainTest {
  private static final TunnelId ID = TunnelId.of(new byte[32]);

  @Test
  void shouldGoToTheNextEpochOrRefuse_whenCountersAreUsedUp() {
    SendChain chain = new SendChain(new byte[32], 0, 0, 40);
    assertThat(sealed(chain, 100, 0)).isEqualTo(100);
    assertThat(chain.epoch()).isEqualTo(2);
    assertThat(sealed(chain, 500, 0)).isEqualTo(100);
    assertThat(chain.epoch()).isEqualTo(4);
    assertThat(sealed(chain, 1, 120)).isZero();
    assertThat(sealed(chain, 1, 121)).isEqualTo(1);
    assertThat(chain.epoch()).isEqualTo(5);
  }

  /**
   * The deployed receiver stores five epochs, each for 120 s from when it first saw or passed it:
   * whatever the clock, the peer and requests ask of the sender, it must never find no place there.
   * (After longer pauses than a keepalive allows, 25 s, the tunnel may be dead there, by its own
   * rule: 60 s are enough when an epoch began early.)
   */
  @Property(tries = 500)
  void shouldNeverBeRefusedByTheReference_whenPacketsArrive(
      @ForAll @Size(min = 1, max = 60) List<@IntRange(max = 25) Integer> pausesSeconds,
      @ForAll @Size(60) List<@IntRange(max = 9) Integer> events) {
    SendChain chain = new SendChain(new byte[32], 0, 0, EpochRules.PACKETS_PER_EPOCH);
    ReferenceStore store = new ReferenceStore();
    int peerEpoch = 0;
    double seconds = 0;
    for (int i = 0; i < pausesSeconds.size(); i++) {
      int pause = pausesSeconds.get(i);
      seconds += events.get(i) % 2 == 0 ? pause : pause / 10.0;
      if (events.get(i) == 9 && seconds >= 30.0 * (chain.epoch() + 1)) {
        peerEpoch = chain.epoch() + 1;
      }
      chain.advance(TunnelEnd.nanos(seconds), peerEpoch, 0, events.get(i) >= 7);
      assertThat(store.accepts(chain.epoch(), seconds))
          .as("epoch %s at %s s, stored %s", chain.epoch(), seconds, store)
          .isTrue();
    }
  }

  @Property(tries = 200)
  void shouldFollowThePeerAtOnce_whenThereIsRoom(@ForAll @IntRange(max = 20) int peerEpoch) {
    SendChain chain = new SendChain(new byte[32], 0, 0, EpochRules.PACKETS_PER_EPOCH);
    chain.advance(1, peerEpoch, 0, false);
    assertThat(chain.epoch()).isEqualTo(Math.min(peerEpoch, 4));
    chain.advance(2, peerEpoch, 7, false);
    assertThat(chain.epoch()).as("a cookie's epoch").isEqualTo(7);
  }

  private static int sealed(SendChain chain, int count, double seconds) {
    ByteBuffer buffer = ByteBuffer.allocate(TunnelHeader.OVERHEAD_BYTES);
    int[] lengths = new int[count];
    Arrays.fill(lengths, TunnelHeader.OVERHEAD_BYTES);
    return chain.seal(
        Crew.ALONE, ID, buffer, new int[count], lengths, 0, count, TunnelEnd.nanos(seconds));
  }
}
