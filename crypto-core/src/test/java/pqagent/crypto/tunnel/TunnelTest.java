package pqagent.crypto.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import pqagent.crypto.handshake.TunnelSecrets;

class TunnelTest {
  private final TunnelEnd client = TunnelEnd.client();
  private final TunnelEnd server = TunnelEnd.server();

  @Test
  void shouldOpenWhatWasSealed_whenBatchesAreLargerThanARun() {
    List<byte[]> plains = plains(500);
    List<byte[]> packets = client.seal(plains, 0);
    List<TunnelEnd.Opened> opened = server.open(packets, 0);
    for (int i = 0; i < plains.size(); i++) {
      assertThat(TunnelEnd.counter(packets.get(i))).isEqualTo(i);
      assertThat(opened.get(i).result()).isEqualTo(OpenResult.OK);
      assertThat(opened.get(i).plain()).isEqualTo(plains.get(i));
    }
    assertThat(client.tunnel.sealedPackets()).isEqualTo(500);
    assertThat(server.tunnel.openedPackets()).isEqualTo(500);
  }

  @Test
  void shouldSealAndOpenTheSame_whenACrewShares() {
    Crew threads = new ParallelCrew(3);
    for (int count : new int[] {1, 16, 17, 48, 49, 255, 256, 700}) {
      List<byte[]> plains = plains(count);
      List<byte[]> packets = client.seal(plains, 0);
      List<TunnelEnd.Opened> opened = server.with(threads).open(packets, 0);
      for (int i = 0; i < count; i++) {
        assertThat(opened.get(i).result()).isEqualTo(OpenResult.OK);
        assertThat(opened.get(i).plain()).isEqualTo(plains.get(i));
      }
    }
    List<byte[]> plains = plains(300);
    assertThat(TunnelEnd.client().with(threads).seal(plains, 0))
        .containsExactlyElementsOf(TunnelEnd.client().seal(plains, 0));
    List<byte[]> packets = new ArrayList<>(client.with(threads).seal(plains, 0));
    packets.set(100, forged(packets.get(100)));
    List<TunnelEnd.Opened> opened = server.with(threads).open(packets, 0);
    for (int i = 0; i < opened.size(); i++) {
      assertThat(opened.get(i).result()).isEqualTo(i == 100 ? OpenResult.FORGED : OpenResult.OK);
    }
  }

  @Test
  void shouldOpenTheGenuineOne_whenForgeriesOfItSurroundIt() {
    byte[] first = client.seal(new byte[] {1}, 0);
    byte[] second = client.seal(new byte[] {2}, 0);
    List<byte[]> batch =
        List.of(forged(first), first, forged(first), first, forged(second), second, new byte[60]);
    assertThat(server.open(batch, 0))
        .extracting(TunnelEnd.Opened::result)
        .containsExactly(
            OpenResult.FORGED,
            OpenResult.OK,
            OpenResult.REPLAYED,
            OpenResult.REPLAYED,
            OpenResult.FORGED,
            OpenResult.OK,
            OpenResult.MALFORMED);
  }

  @Test
  void shouldChangeNothing_whenACounterOrEpochIsForged() {
    byte[] packet = client.seal(new byte[] {1}, 0);
    String before = StateDigest.of(server.tunnel);
    assertThat(server.open(at(packet, 0, 0xffffffffL), 0).result())
        .isEqualTo(OpenResult.TOO_FAR_AHEAD);
    assertThat(server.open(at(packet, 0, EpochRules.MAX_AHEAD), 0).result())
        .isEqualTo(OpenResult.TOO_FAR_AHEAD);
    assertThat(server.open(at(packet, 0, EpochRules.MAX_AHEAD - 1), 0).result())
        .isEqualTo(OpenResult.FORGED);
    assertThat(server.open(at(packet, 4, 0), 0).result()).isEqualTo(OpenResult.FORGED);
    assertThat(server.open(at(packet, 4, 0xffffffffL), 0).result())
        .isEqualTo(OpenResult.TOO_FAR_AHEAD);
    assertThat(server.open(at(packet, 5, 0), 0).result()).isEqualTo(OpenResult.EPOCH_TOO_NEW);
    assertThat(server.open(at(packet, 0xffff, 0), 0).result()).isEqualTo(OpenResult.EPOCH_TOO_NEW);
    assertThat(StateDigest.of(server.tunnel)).isEqualTo(before);
    assertThat(server.open(packet, 0).result()).isEqualTo(OpenResult.OK);
  }

  /** Those that are tried take turns in the room of an epoch that is over. */
  @Test
  void shouldOpenWhatIsGenuine_whenForgedEpochsAreTriedBesides() {
    int now = 0;
    for (; now < 200; now += 31) {
      assertThat(server.open(client.seal(plains(20), now), now))
          .extracting(TunnelEnd.Opened::result)
          .containsOnly(OpenResult.OK);
    }
    String before = StateDigest.of(server.tunnel);
    byte[] next = client.seal(new byte[] {1}, now);
    byte[] later = client.seal(new byte[] {2}, now + 31);
    int epoch = TunnelEnd.epoch(next);
    server.open(List.of(at(next, epoch + 1, 0), forged(next), at(next, epoch + 1, 40)), now - 31);
    assertThat(StateDigest.of(server.tunnel)).isEqualTo(before);
    assertThat(
            server.open(
                List.of(
                    at(next, epoch + 1, 0),
                    forged(next),
                    at(later, epoch + 2, 0),
                    next,
                    at(next, epoch + 2, 0),
                    forged(later),
                    later,
                    next),
                now + 31))
        .extracting(TunnelEnd.Opened::result)
        .containsExactly(
            OpenResult.FORGED,
            OpenResult.FORGED,
            OpenResult.FORGED,
            OpenResult.OK,
            OpenResult.FORGED,
            OpenResult.FORGED,
            OpenResult.OK,
            OpenResult.REPLAYED);
  }

  @Test
  void shouldSayExpired_whenAnEpochIsOlderThan120Seconds() {
    byte[] late = client.seal(new byte[] {1}, 0);
    for (int seconds = 25; seconds <= 125; seconds += 25) {
      assertThat(server.open(client.seal(new byte[0], seconds), seconds).result())
          .isEqualTo(OpenResult.OK);
    }
    assertThat(server.open(late, 125).result()).isEqualTo(OpenResult.EPOCH_EXPIRED);
  }

  @Test
  void shouldBeginAnEpochOnRequest_butOneIn30Seconds() {
    List<Integer> epochs =
        IntStream.range(0, 6)
            .mapToObj(
                i -> {
                  client.tunnel.requestNewEpoch();
                  return TunnelEnd.epoch(client.seal(new byte[0], 10 + 9 * i));
                })
            .toList();
    // requests at 10 s and 55 s are obeyed; at 46 s the clock was first
    assertThat(epochs).containsExactly(1, 1, 1, 1, 2, 3);
  }

  @Test
  void shouldDieWithItsNewestEpoch_whenNothingOpens() {
    assertThat(client.tunnel.isDead(TunnelEnd.nanos(119.9))).isFalse();
    assertThat(client.tunnel.isDead(TunnelEnd.nanos(120))).isTrue();
    assertThat(client.tunnel.lastOpenedNanos()).isZero();
    client.open(server.seal(new byte[0], 60), 60);
    assertThat(client.tunnel.lastOpenedNanos()).isEqualTo(TunnelEnd.nanos(60));
    assertThat(server.tunnel.lastSealedNanos()).isEqualTo(TunnelEnd.nanos(60));
    assertThat(client.tunnel.isDead(TunnelEnd.nanos(179.9))).isFalse();
    assertThat(client.tunnel.isDead(TunnelEnd.nanos(180))).isTrue();
    byte[] late = server.seal(new byte[0], 180);
    assertThat(client.open(late, 180).result()).isEqualTo(OpenResult.TUNNEL_DEAD);
  }

  @Test
  void shouldRefuseAndBeDead_whenTheLastEpochIsOver() {
    TunnelEnd last =
        new TunnelEnd(
            Tunnel.resumed(new Resumption(new byte[32], 0xfffe, new byte[32], new byte[32]), 0));
    assertThat(TunnelEnd.epoch(last.seal(new byte[0], 30))).isEqualTo(0xffff);
    assertThat(last.tunnel.isDead(TunnelEnd.nanos(30))).isFalse();
    assertThat(last.seal(plains(1), 31)).isEmpty();
    assertThat(last.tunnel.isDead(TunnelEnd.nanos(31))).isTrue();
    assertThat(last.tunnel.resumption(0)).isEmpty();
  }

  @Test
  void shouldZeroEveryKey_whenClosed() {
    for (int i = 0; i < 4; i++) {
      List<byte[]> packets = client.seal(plains(100), 31 * i);
      server.open(packets.subList(60, 80), 31 * i);
      server.seal(plains(5), 31 * i);
    }
    List<byte[]> keys = StateDigest.byteArrays(server.tunnel);
    assertThat(keys).anyMatch(TunnelTest::holdsSomething);
    server.tunnel.close();
    assertThat(keys).noneMatch(TunnelTest::holdsSomething);
    assertThat(server.seal(plains(1), 124)).isEmpty();
    assertThat(server.open(client.seal(new byte[0], 124), 124).result())
        .isEqualTo(OpenResult.TUNNEL_DEAD);
    assertThat(server.tunnel.isDead(TunnelEnd.nanos(124))).isTrue();
    assertThat(server.tunnel.resumption(0)).isEmpty();
  }

  @Test
  void shouldZeroTheSecrets_whenTheyBecameATunnel() {
    TunnelSecrets secrets =
        new TunnelSecrets(filled(new byte[32]), filled(new byte[32]), filled(new byte[32]));
    Tunnel.initiated(secrets, 0).close();
    assertThat(secrets.initiatorRoot()).containsOnly(0);
    assertThat(secrets.responderRoot()).containsOnly(0);
    assertThatThrownBy(
            () -> Tunnel.accepted(new TunnelSecrets(new byte[31], new byte[32], new byte[32]), 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** 50 000 idle tunnels are to fit in 400 MB with all that belongs to them. */
  @Test
  void shouldHoldFewBytes_whenIdleWithKeepalives() {
    for (int seconds = 0; seconds <= 1000; seconds += 25) {
      server.open(client.seal(new byte[0], seconds), seconds);
      client.open(server.seal(new byte[0], seconds), seconds);
    }
    assertThat(StateDigest.arrayBytes(server.tunnel)).isLessThan(4500);
    assertThat(StateDigest.arrayBytes(client.tunnel)).isLessThan(4500);
  }

  @Test
  void shouldBoundWhatAPeerMakesItHold_whenGapsAreHuge() {
    for (int epoch = 0; epoch < 5; epoch++) {
      for (int gap = 0; gap < 3; gap++) {
        List<byte[]> packets = client.seal(plains(4000), 31 * epoch);
        server.open(packets.getLast(), 31 * epoch);
      }
    }
    assertThat(StateDigest.arrayBytes(server.tunnel)).isLessThan(5 * 4096 * 41);
  }

  private static List<byte[]> plains(int count) {
    return IntStream.range(0, count).mapToObj(i -> new byte[] {(byte) i, (byte) (i >> 8)}).toList();
  }

  private static byte[] forged(byte[] packet) {
    byte[] copy = packet.clone();
    copy[copy.length - 1] ^= 1;
    return copy;
  }

  private static byte[] at(byte[] packet, int epoch, long counter) {
    ByteBuffer copy = ByteBuffer.wrap(packet.clone());
    copy.putShort(TunnelHeader.EPOCH_OFFSET, (short) epoch);
    copy.putInt(TunnelHeader.COUNTER_OFFSET, (int) counter);
    return copy.array();
  }

  private static boolean holdsSomething(byte[] bytes) {
    return IntStream.range(0, bytes.length).anyMatch(i -> bytes[i] != 0);
  }

  private static byte[] filled(byte[] bytes) {
    Arrays.fill(bytes, (byte) 7);
    return bytes;
  }
}
