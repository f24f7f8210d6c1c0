package pqagent.connect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import pqagent.crypto.tunnel.Tunnel;
import pqagent.peer.Connection;
import pqagent.peer.Peer;

/** What happens to a tunnel when its server falls silent. */
class RenewalTest extends ConnectorScenario {

  @Test
  void shouldSendAFreshHandshake_whenTheFirstWasLost() {
    server.setDeaf(true);
    Peer peer = client.peer(server.identity());
    client.connector.request(peer);
    waiting().until(() -> server.ignored() == 2);
    server.setDeaf(false);
    silence(peer, 2);

    waiting().until(() -> client.newTunnels() == 2);
    awaitConfirmed(peer);
    client.maintain();
    assertThat(server.handshakes()).isEqualTo(1);
    assertThat(handshakes("timeout")).isEqualTo(1);
    assertThat(handshakes("ok")).isEqualTo(1);
  }

  @Test
  void shouldStayWithTheFirstHandshakeAnswered_whenTheServerIsSlow() {
    server.beSlow();
    Peer peer = client.peer(server.identity());
    client.connector.request(peer);
    waiting().until(() -> server.heldBack() == 2);
    Tunnel first = TestClient.tunnel(peer).orElseThrow();
    silence(peer, 2);
    waiting().until(() -> server.heldBack() == 4);
    Tunnel second = TestClient.tunnel(peer).orElseThrow();
    assertThat(second.id()).isNotEqualTo(first.id());

    server.catchUp();
    awaitConfirmed(peer);

    assertThat(TestClient.tunnel(peer)).contains(first);
    assertThat(client.tunnels.size()).isEqualTo(1);
    assertThat(second.isDead(client.nanoTime())).isTrue();
    client.maintain();
    assertThat(handshakes("ok")).isEqualTo(1);
  }

  @Test
  void shouldKeepTheOldTunnelForAWhile_whenItIsRenewed() {
    Peer peer = client.peer(server.identity());
    client.connector.request(peer);
    awaitConfirmed(peer);
    client.maintain();
    Tunnel first = TestClient.tunnel(peer).orElseThrow();

    silence(peer, 6);
    waiting().until(() -> client.newTunnels() == 2);
    awaitConfirmed(peer);
    Tunnel second = TestClient.tunnel(peer).orElseThrow();
    client.maintain();

    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(client.tunnels.size()).isEqualTo(2);
    client.skip(31 * SECOND);
    client.maintain();
    assertThat(client.tunnels.size()).isEqualTo(1);
    assertThat(first.isDead(client.nanoTime())).isTrue();
    assertThat(TestClient.tunnel(peer)).contains(second);
    assertThat(handshakes("ok")).isEqualTo(2);
  }

  @Test
  void shouldGiveUp_afterSixRenewalsInVain() {
    Peer peer = client.peer(server.identity());
    client.connector.request(peer);
    awaitConfirmed(peer);
    client.maintain();
    server.setDeaf(true);
    int tunnels = 1;
    for (int renewal = 0; renewal < Session.MAX_RENEWALS; renewal++) {
      silence(peer, 61);
      int expected = ++tunnels;
      waiting().until(() -> client.newTunnels() == expected);
      assertThat(client.tunnels.size()).isLessThanOrEqualTo(Session.MAX_TUNNELS);
    }
    silence(peer, 61);

    assertThat(peer.connection()).isInstanceOf(Connection.Unreachable.class);
    assertThat(client.tunnels.size()).isZero();
    assertThat(handshakes("timeout")).isEqualTo(Session.MAX_RENEWALS);

    server.setDeaf(false);
    client.skip(5 * SECOND);
    client.connector.request(peer);
    awaitConfirmed(peer);
  }

  @Test
  void shouldStartAnew_whenBothWereSilentForTooLong() {
    Peer peer = client.peer(server.identity());
    client.connector.request(peer);
    awaitConfirmed(peer);
    client.maintain();
    client.skip(121 * SECOND);
    client.maintain();

    assertThat(peer.connection()).isInstanceOf(Connection.Idle.class);
    assertThat(client.tunnels.size()).isZero();
    client.connector.request(peer);
    awaitConfirmed(peer);
    assertThat(server.handshakes()).isEqualTo(2);
  }
}
