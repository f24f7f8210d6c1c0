package pqagent.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import pqagent.crypto.handshake.TunnelSecrets;
import pqagent.crypto.name.Pq1Name;
import pqagent.crypto.tunnel.Tunnel;

class PeerTest {
  private static final long SECOND = 1_000_000_000L;

  private final Peer peer =
      Peer.server(
          Ipv4.parse("10.43.0.2"),
          new ServerIdentity(
              new Pq1Name(new byte[32], OptionalInt.empty(), OptionalInt.empty()),
              "pq1.example.",
              Ipv4.parse("192.0.2.1")),
          PathMtu.auto(),
          0);

  @Test
  void shouldAllowOneAttempt_whenAskedTwice() {
    assertThat(peer.beginConnecting(0)).isTrue();
    assertThat(peer.beginConnecting(0)).isFalse();
  }

  @Test
  void shouldAllowAnotherAttempt_whenTheBackOffIsOver() {
    peer.beginConnecting(0);
    peer.unreachable(5 * SECOND);
    assertThat(peer.beginConnecting(5 * SECOND - 1)).isFalse();
    assertThat(peer.beginConnecting(5 * SECOND)).isTrue();
  }

  @Test
  void shouldKeepTheNewestPackets_whenTooManyAreParked() {
    int pushedOut = 0;
    for (int i = 0; i < Peer.MAX_PARKED_PACKETS + 3; i++) {
      pushedOut += peer.park(new ParkedPacket(new byte[] {(byte) i}, false)).orElseThrow();
    }
    assertThat(pushedOut).isEqualTo(3);
    assertThat(peer.parkedPackets()).isEqualTo(Peer.MAX_PARKED_PACKETS);
    assertThat(peer.unpark().getFirst().bytes()).containsExactly(3);
    assertThat(peer.parkedPackets()).isZero();
  }

  @Test
  void shouldParkNothing_whenTheTunnelIsThereAlready() {
    TunnelSecrets secrets = new TunnelSecrets(new byte[32], new byte[32], new byte[32]);
    peer.connected(Tunnel.initiated(secrets, 0), Ipv4.parse("192.0.2.1"), 42424);
    assertThat(peer.park(new ParkedPacket(new byte[20], false))).isEmpty();
    assertThat(peer.parkedPackets()).isZero();
  }

  @Test
  void shouldFollowOnlyNewerPackets_whenThePeerRoams() {
    peer.roamTo(10, 1, 1111);
    peer.roamTo(9, 2, 2222);
    assertThat(peer.address()).isEqualTo(1);
    assertThat(peer.port()).isEqualTo(1111);
    peer.roamTo(11, 0xc0000201, 65535);
    assertThat(peer.address()).isEqualTo(0xc0000201);
    assertThat(peer.port()).isEqualTo(65535);
  }

  @Test
  void shouldForgetThePathMtu_whenThePathIsAnotherOne() {
    peer.roamTo(1, 1, 1111);
    findPathMtu();
    peer.roamTo(2, 1, 1111);
    assertThat(peer.pathMtu().maxInnerBytes()).isEqualTo(1416);
    peer.roamTo(3, 1, 1112);
    assertThat(peer.pathMtu().maxInnerBytes()).isEqualTo(PathMtu.BASE_BYTES);
  }

  private void findPathMtu() {
    PathMtu.Probe probe = peer.pathMtu().next(0, true, 1500).orElseThrow();
    peer.pathMtu().answered(probe.sequence(), 0);
    assertThat(peer.pathMtu().maxInnerBytes()).isEqualTo(1416);
  }

  @Test
  void shouldForgetThePathMtu_whenTheTunnelIsANewOne() {
    findPathMtu();
    TunnelSecrets secrets = new TunnelSecrets(new byte[32], new byte[32], new byte[32]);
    peer.connected(Tunnel.initiated(secrets, 0), 1, 1111);
    assertThat(peer.pathMtu().maxInnerBytes()).isEqualTo(PathMtu.BASE_BYTES);
  }

  @Test
  void shouldCountUnansweredTimeFromTheFirstPacket_untilSomethingComes() {
    assertThat(peer.unansweredNanos(SECOND)).isZero();
    peer.sentData(SECOND);
    peer.sentData(2 * SECOND);
    assertThat(peer.unansweredNanos(4 * SECOND)).isEqualTo(3 * SECOND);
    peer.received(false, 4 * SECOND);
    assertThat(peer.unansweredNanos(5 * SECOND)).isZero();
  }

  @Test
  void shouldOweAnAnswerToEverything_whenThePeerSendsEmptyPackets() {
    peer.received(false, 0);
    peer.sentData(SECOND);
    assertThat(peer.overdueNanos(4 * SECOND)).isEqualTo(3 * SECOND);
  }

  @Test
  void shouldBeMute_whenAServerSentDataAndNeverAnEmptyPacket() {
    assertThat(peer.isMute()).isFalse();
    peer.received(true, 0);
    assertThat(peer.isMute()).isTrue();
    peer.received(false, SECOND);
    assertThat(peer.isMute()).isFalse();
  }

  @Test
  void shouldOweNoAnswerToTheLastPacket_whenThePeerNeverSentAnEmptyOne() {
    peer.received(true, 0);
    peer.sentData(SECOND);
    assertThat(peer.overdueNanos(100 * SECOND)).isZero();
    peer.sentData(101 * SECOND);
    assertThat(peer.overdueNanos(102 * SECOND)).isZero();
    peer.sentData(105 * SECOND);
    assertThat(peer.overdueNanos(200 * SECOND)).isEqualTo(4 * SECOND);
  }

  @Test
  void shouldOweAnAnswerForData_butNotForAKeepalive() {
    peer.received(false, SECOND);
    assertThat(peer.unacknowledgedNanos(9 * SECOND)).isZero();
    peer.received(true, 2 * SECOND);
    assertThat(peer.unacknowledgedNanos(5 * SECOND)).isEqualTo(3 * SECOND);
    peer.sentKeepalive();
    assertThat(peer.unacknowledgedNanos(9 * SECOND)).isZero();
  }
}
