package pqagent.role;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import pqagent.crypto.tunnel.TunnelId;

class EarlyPacketsTest {
  private static final int SOURCE = 0xc0000202;

  private final EarlyPackets early = new EarlyPackets();

  @Test
  void shouldKeepNothing_whenNoHandshakeFromTheSourceWaits() {
    early.expect(SOURCE + 1);
    assertThat(offer(1, 0)).isFalse();
    assertThat(early.claim(id(1))).isEmpty();
  }

  @Test
  void shouldHandOutATunnelsPacketsInOrder_whenItIsClaimed() {
    early.expect(SOURCE);
    offer(1, 10);
    offer(2, 20);
    offer(1, 11);
    assertThat(early.claim(id(1)))
        .extracting(p -> p.datagram()[99])
        .containsExactly((byte) 10, (byte) 11);
    assertThat(early.claim(id(1))).isEmpty();
    assertThat(early.claim(id(2))).hasSize(1);
  }

  @Test
  void shouldPushOutTheOldest_whenThereAreTooMany() {
    early.expect(SOURCE);
    for (int i = 0; i < EarlyPackets.MAX_PACKETS + 5; i++) {
      offer(1, i);
    }
    assertThat(early.claim(id(1)))
        .hasSize(EarlyPackets.MAX_PACKETS)
        .first()
        .matches(p -> p.datagram()[99] == 5);
  }

  @Test
  void shouldDropWhatNobodyClaimed_whenTheLastHandshakeIsThrough() {
    early.expect(SOURCE);
    early.expect(SOURCE);
    offer(1, 0);
    early.expectNoMore(SOURCE);
    assertThat(offer(1, 1)).isTrue();
    early.expectNoMore(SOURCE);
    assertThat(offer(1, 2)).isFalse();
    assertThat(early.claim(id(1))).isEmpty();
  }

  private boolean offer(int tunnel, int mark) {
    ByteBuffer buffer = ByteBuffer.allocate(120);
    buffer.put(10 + 2, (byte) tunnel);
    buffer.put(10 + 99, (byte) mark);
    return early.offer(buffer, 10, 100, SOURCE, 42423);
  }

  private static TunnelId id(int tunnel) {
    byte[] id = new byte[32];
    id[0] = (byte) tunnel;
    return TunnelId.of(id);
  }
}
