package pqagent.role;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import pqagent.crypto.handshake.TunnelSecrets;
import pqagent.crypto.tunnel.Crew;
import pqagent.crypto.tunnel.OpenResult;
import pqagent.crypto.tunnel.Tunnel;
import pqagent.crypto.tunnel.TunnelHeader;
import pqagent.peer.AddressRange;
import pqagent.peer.Ipv4;
import pqagent.peer.PathMtu;
import pqagent.peer.Peer;
import pqagent.peer.PeerTable;

class KeepalivesTest {
  private static final long SECOND = 1_000_000_000L;

  private final List<Peer> sent = new ArrayList<>();
  private final Peer peer = Peer.client(1, Tunnel.accepted(secrets(), 0), PathMtu.auto(), 0);

  @Test
  void shouldAnswerData_whenNothingWentOutForThreeSeconds() {
    Keepalives keepalives = new Keepalives(false, sent::add, () -> {});
    peer.received(true, 10 * SECOND);
    keepalives.tend(peer, 12 * SECOND);
    assertThat(sent).isEmpty();
    keepalives.tend(peer, 13 * SECOND);
    assertThat(sent).containsExactly(peer);
  }

  @Test
  void shouldNotAnswerAKeepalive_whenNothingElseCame() {
    Keepalives keepalives = new Keepalives(false, sent::add, () -> {});
    peer.received(false, 10 * SECOND);
    keepalives.tend(peer, 100 * SECOND);
    assertThat(sent).isEmpty();
  }

  @Test
  void shouldAnswerARefreshAtTheServer_whenItSentNothingSince() {
    Tunnel client = Tunnel.initiated(secrets(), 0);
    Tunnel server = Tunnel.accepted(secrets(), 0);
    Peer quiet = Peer.client(2, server, PathMtu.auto(), 0);
    Keepalives keepalives = new Keepalives(false, sent::add, () -> {});
    keepalives.tend(quiet, 30 * SECOND);
    assertThat(sent).isEmpty();
    pass(client, server, 31 * SECOND);
    keepalives.tend(quiet, 31 * SECOND);
    assertThat(sent).containsExactly(quiet);
  }

  private static TunnelSecrets secrets() {
    return new TunnelSecrets(new byte[32], new byte[32], new byte[32]);
  }

  private static void pass(Tunnel from, Tunnel to, long nowNanos) {
    ByteBuffer datagram = ByteBuffer.allocate(TunnelHeader.OVERHEAD_BYTES);
    int[] offsets = {0};
    int[] lengths = {TunnelHeader.OVERHEAD_BYTES};
    OpenResult[] results = new OpenResult[1];
    from.seal(Crew.ALONE, datagram, offsets, lengths, 0, 1, nowNanos);
    to.open(Crew.ALONE, datagram, offsets, lengths, 0, 1, nowNanos, results);
    assertThat(results).containsExactly(OpenResult.OK);
  }

  @Test
  void shouldSendAllThatAreOwedTogether_whenARoundIsOver() {
    PeerTable peers = new PeerTable(AddressRange.parse("10.0.0.1/29"));
    List<Integer> addedBySending = new ArrayList<>();
    Keepalives keepalives = new Keepalives(true, sent::add, () -> addedBySending.add(sent.size()));
    for (int host = 2; host <= 4; host++) {
      int address = Ipv4.parse("10.0.0." + host);
      peers.add(Peer.client(address, Tunnel.accepted(secrets(), 0), PathMtu.auto(), 0));
    }
    keepalives.round(peers, 25 * SECOND);
    assertThat(sent).hasSize(3).doesNotHaveDuplicates();
    assertThat(addedBySending).containsExactly(3);
  }

  @Test
  void shouldRefreshAQuietTunnel_onlyAtTheClientAndOnlyForTwoHours() {
    new Keepalives(false, sent::add, () -> {}).tend(peer, 30 * SECOND);
    assertThat(sent).isEmpty();
    Keepalives client = new Keepalives(true, sent::add, () -> {});
    client.tend(peer, 24 * SECOND);
    assertThat(sent).isEmpty();
    client.tend(peer, 25 * SECOND);
    assertThat(sent).hasSize(1);
    client.tend(peer, 7200 * SECOND);
    assertThat(sent).hasSize(1);
  }
}
