package pqagent.role;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import pqagent.crypto.handshake.TunnelSecrets;
import pqagent.crypto.tunnel.Tunnel;
import pqagent.peer.Peer;

class KeepalivesTest {
  private static final long SECOND = 1_000_000_000L;

  private final List<Peer> sent = new ArrayList<>();
  private final Peer peer =
      Peer.client(
          1, Tunnel.accepted(new TunnelSecrets(new byte[32], new byte[32], new byte[32]), 0), 0);

  @Test
  void shouldAnswerData_whenNothingWentOutForThreeSeconds() {
    Keepalives keepalives = new Keepalives(false, sent::add);
    peer.received(true, 10 * SECOND);
    keepalives.tend(peer, 12 * SECOND);
    assertThat(sent).isEmpty();
    keepalives.tend(peer, 13 * SECOND);
    assertThat(sent).containsExactly(peer);
  }

  @Test
  void shouldNotAnswerAKeepalive_whenNothingElseCame() {
    Keepalives keepalives = new Keepalives(false, sent::add);
    peer.received(false, 10 * SECOND);
    keepalives.tend(peer, 100 * SECOND);
    assertThat(sent).isEmpty();
  }

  @Test
  void shouldRefreshAQuietTunnel_onlyAtTheClientAndOnlyForTwoHours() {
    new Keepalives(false, sent::add).tend(peer, 30 * SECOND);
    assertThat(sent).isEmpty();
    Keepalives client = new Keepalives(true, sent::add);
    client.tend(peer, 24 * SECOND);
    assertThat(sent).isEmpty();
    client.tend(peer, 25 * SECOND);
    assertThat(sent).hasSize(1);
    client.tend(peer, 7200 * SECOND);
    assertThat(sent).hasSize(1);
  }
}
