package pqagent.role;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import pqagent.crypto.handshake.TunnelSecrets;
import pqagent.crypto.tunnel.Tunnel;
import pqagent.peer.PathMtu;
import pqagent.peer.Peer;
import pqagent.peer.TunnelTable;

class EarlyPacketsTest {
  private static final int SOURCE = 0xc0000202;

  private final TunnelTable tunnels = new TunnelTable();
  private final EarlyPackets early = new EarlyPackets(tunnels);

  @Test
  void shouldKeepNothing_whenNoHandshakeFromTheSourceWaits() {
    early.expect(SOURCE + 1);
    assertThat(offer(1, 0)).isFalse();
    assertThat(claim(1)).isEmpty();
  }

  @Test
  void shouldHandOutATunnelsPacketsInOrder_whenItIsClaimed() {
    early.expect(SOURCE);
    offer(1, 10);
    offer(2, 20);
    offer(1, 11);
    assertThat(claim(1)).extracting(p -> p.datagram()[99]).containsExactly((byte) 10, (byte) 11);
    assertThat(claim(1)).isEmpty();
    assertThat(claim(2)).hasSize(1);
  }

  @Test
  void shouldPushOutTheOldest_whenThereAreTooMany() {
    early.expect(SOURCE);
    for (int i = 0; i < EarlyPackets.MAX_PACKETS + 5; i++) {
      offer(1, i);
    }
    assertThat(claim(1))
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
    assertThat(claim(1)).isEmpty();
  }

  @Test
  void shouldLeaveATunnelsPacketsToTheTable_whenNoneIsLeftToClaim() {
    early.expect(SOURCE);
    offer(1, 0);
    assertThat(claim(1)).hasSize(1);
    assertThat(offer(1, 1)).isTrue();
    assertThat(claim(1)).hasSize(1);
    assertThat(tunnels.size()).isZero();
    assertThat(claim(1)).isEmpty();
    assertThat(tunnels.size()).isOne();
    assertThat(offer(1, 2)).isFalse();
    assertThat(offer(2, 3)).isTrue();
  }

  private List<EarlyPackets.EarlyPacket> claim(int number) {
    TunnelSecrets secrets = new TunnelSecrets(id(number), new byte[32], new byte[32]);
    Tunnel tunnel = Tunnel.accepted(secrets, 0);
    return early.claimOrAdd(tunnel, Peer.client(number, tunnel, PathMtu.auto(), 0));
  }

  private boolean offer(int tunnel, int mark) {
    ByteBuffer buffer = ByteBuffer.allocate(120);
    buffer.put(10 + 2, (byte) tunnel);
    buffer.put(10 + 99, (byte) mark);
    return early.offer(buffer, 10, 100, SOURCE, 42423);
  }

  private static byte[] id(int tunnel) {
    byte[] id = new byte[32];
    id[0] = (byte) tunnel;
    return id;
  }
}
