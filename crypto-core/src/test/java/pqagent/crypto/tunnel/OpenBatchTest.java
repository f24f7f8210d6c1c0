package pqagent.crypto.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class OpenBatchTest {
  private static final int TUNNELS = 3;

  /** A datagram, and whose it is. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Arrival(int tunnel, byte[] packet, boolean genuine) {}

  private final OpenBatch batch = new OpenBatch();
  private final TunnelEnd client = TunnelEnd.client();
  private final TunnelEnd server = TunnelEnd.server();

  /** Tunnels talk over a net that loses, doubles, reorders and forges; two receivers hear it. */
  @Property(tries = 60)
  void shouldComeToTheSame_whenOpenedTogetherOrOneByOne(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = OpenBatch.LONGEST_RUN) int longestRun) {
    Random random = new Random(seed);
    List<TunnelEnd> clients = ends(true);
    List<TunnelEnd> together = ends(false);
    List<TunnelEnd> oneByOne = ends(false);
    List<Arrival> underWay = new ArrayList<>();
    double seconds = 0;
    for (int round = 0; round < 60; round++) {
      seconds += random.nextInt(4) * random.nextDouble() * 3;
      for (int i = random.nextInt(40); i > 0; i--) {
        int tunnel = random.nextInt(TUNNELS);
        byte[] packet = clients.get(tunnel).seal(new byte[random.nextInt(40)], seconds);
        underWay.add(new Arrival(tunnel, packet, true));
        if (random.nextInt(8) == 0) {
          underWay.add(new Arrival(tunnel, packet, true));
        }
        if (random.nextInt(8) == 0) {
          underWay.add(new Arrival(tunnel, forged(packet, random), false));
        }
      }
      if (random.nextBoolean()) {
        Collections.shuffle(underWay, random);
      }
      int count = Math.min(underWay.size(), random.nextInt(60));
      List<Arrival> arriving = List.copyOf(underWay.subList(0, count));
      underWay.subList(0, count).clear();

      List<OpenResult> results = openTogether(together, arriving, longestRun, seconds);

      for (int i = 0; i < count; i++) {
        Arrival arrival = arriving.get(i);
        OpenResult alone = oneByOne.get(arrival.tunnel()).open(arrival.packet(), seconds).result();
        if (arrival.genuine()) {
          assertThat(results.get(i)).isEqualTo(alone);
        } else {
          assertThat(results.get(i)).isNotEqualTo(OpenResult.OK);
          assertThat(alone).isNotEqualTo(OpenResult.OK);
        }
      }
    }
    for (int i = 0; i < TUNNELS; i++) {
      assertThat(together.get(i).tunnel.openedPackets())
          .isEqualTo(oneByOne.get(i).tunnel.openedPackets());
    }
  }

  @Test
  void shouldOpenWhatWasSealed_whenKeysAreAtHand() {
    begin();
    byte[] plain = {1, 2, 3};
    Opening opening = new Opening(client.seal(plain, 0));

    assertThat(opening.collect()).isTrue();
    batch.decrypt(Crew.ALONE);

    assertThat(opening.settle()).isEqualTo(OpenResult.OK);
    assertThat(opening.plain()).isEqualTo(plain);
    assertThat(opening.collect()).as("its key is used up").isFalse();
  }

  @Test
  void shouldCollectNothing_whenAKeyIsNotAtHand() {
    Opening first = new Opening(client.seal(new byte[1], 0));
    assertThat(first.collect()).as("the first of an epoch").isFalse();
    assertThat(new Opening(new byte[TunnelHeader.OVERHEAD_BYTES]).collect()).isFalse();
    assertThat(new Opening(new byte[1]).collect()).isFalse();
    server.tunnel.close();
    assertThat(first.collect()).as("closed").isFalse();
    assertThat(batch.hasRoom()).isTrue();
  }

  @Test
  void shouldOpenOnlyOne_whenTheSamePacketIsCollectedTwice() {
    begin();
    byte[] packet = client.seal(new byte[9], 0);
    Opening one = new Opening(packet);
    Opening other = new Opening(packet);
    one.collect();
    batch.decrypt(Crew.ALONE);
    OpenResult replayed = other.open();
    OpenResult settled = one.settle();

    assertThat(replayed).isEqualTo(OpenResult.OK);
    assertThat(settled).isEqualTo(OpenResult.REPLAYED);
    assertThat(server.tunnel.openedPackets()).isEqualTo(2);
  }

  @Test
  void shouldLeaveTheKey_whenForged() {
    begin();
    byte[] packet = client.seal(new byte[9], 0);
    Opening forged = new Opening(forged(packet, new Random(1)));
    forged.collect();
    batch.decrypt(Crew.ALONE);

    assertThat(forged.settle()).isEqualTo(OpenResult.FORGED);
    assertThat(new Opening(packet).open()).isEqualTo(OpenResult.OK);
  }

  @Test
  void shouldRefuse_whenTheTunnelIsClosedMeanwhile() {
    begin();
    Opening opening = new Opening(client.seal(new byte[9], 0));
    opening.collect();
    server.tunnel.close();
    batch.decrypt(Crew.ALONE);

    assertThat(opening.settle()).isEqualTo(OpenResult.TUNNEL_DEAD);
    assertThat(server.tunnel.openedPackets()).isEqualTo(1);
  }

  @Test
  void shouldHaveRoomForWholeRuns() {
    begin();
    Opening opening = new Opening(client.seal(new byte[9], 0));
    int collected = 0;
    while (batch.hasRoom()) {
      assertThat(opening.collect()).isTrue();
      collected++;
    }
    assertThat(collected).isEqualTo(OpenBatch.CAPACITY - OpenBatch.LONGEST_RUN + 1);
  }

  /** Opens a first packet, so that the keys of the next 17 are there. */
  private void begin() {
    assertThat(server.open(client.seal(new byte[1], 0), 0).result()).isEqualTo(OpenResult.OK);
  }

  /** One datagram for the server. */
  private final class Opening {
    final ByteBuffer buffer;
    final int[] offsets = {0};
    final int[] lengths;
    final OpenResult[] results = new OpenResult[1];

    Opening(byte[] packet) {
      buffer = ByteBuffer.allocateDirect(packet.length).put(0, packet);
      lengths = new int[] {packet.length};
    }

    boolean collect() {
      batch.begin(buffer, offsets, lengths, 0);
      return server.tunnel.collect(batch, 0, 1);
    }

    OpenResult settle() {
      server.tunnel.settle(batch, 0, 1, results);
      return results[0];
    }

    OpenResult open() {
      server.tunnel.open(Crew.ALONE, buffer, offsets, lengths, 0, 1, 0, results);
      return results[0];
    }

    byte[] plain() {
      byte[] plain = new byte[lengths[0] - TunnelHeader.OVERHEAD_BYTES];
      buffer.get(TunnelHeader.BYTES, plain);
      return plain;
    }
  }

  private static List<TunnelEnd> ends(boolean isClient) {
    List<TunnelEnd> ends = new ArrayList<>();
    for (int i = 0; i < TUNNELS; i++) {
      byte[] secret = new byte[32];
      secret[0] = (byte) i;
      ends.add(
          isClient
              ? TunnelEnd.client(secret, secret, secret)
              : TunnelEnd.server(secret, secret, secret));
    }
    return ends;
  }

  /** As a pump does: chunk by chunk, what can be collected is, and all is settled in its order. */
  private List<OpenResult> openTogether(
      List<TunnelEnd> ends, List<Arrival> arrivals, int longestRun, double seconds) {
    long now = TunnelEnd.nanos(seconds);
    int count = arrivals.size();
    int[] offsets = new int[count];
    int[] lengths = new int[count];
    int bytes = 0;
    for (int i = 0; i < count; i++) {
      offsets[i] = bytes;
      lengths[i] = arrivals.get(i).packet().length;
      bytes += lengths[i];
    }
    ByteBuffer buffer = ByteBuffer.allocateDirect(bytes);
    arrivals.forEach(arrival -> buffer.put(arrival.packet()));
    batch.begin(buffer, offsets, lengths, now);
    OpenResult[] results = new OpenResult[count];
    int[] runEnds = new int[count];
    boolean[] collected = new boolean[count];
    for (int chunk = 0; chunk < count; ) {
      int i = chunk;
      while (i < count && batch.hasRoom()) {
        int tunnel = arrivals.get(i).tunnel();
        int to = i + 1;
        while (to < count && to - i < longestRun && arrivals.get(to).tunnel() == tunnel) {
          to++;
        }
        runEnds[i] = to;
        collected[i] = ends.get(tunnel).tunnel.collect(batch, i, to);
        i = to;
      }
      batch.decrypt(Crew.ALONE);
      for (int from = chunk; from < i; from = runEnds[from]) {
        Tunnel tunnel = ends.get(arrivals.get(from).tunnel()).tunnel;
        int to = runEnds[from];
        if (collected[from]) {
          tunnel.settle(batch, from, to, results);
        } else {
          tunnel.open(Crew.ALONE, buffer, offsets, lengths, from, to, now, results);
        }
      }
      chunk = i;
    }
    return Arrays.asList(results);
  }

  private static byte[] forged(byte[] packet, Random random) {
    byte[] copy = packet.clone();
    int at = TunnelHeader.BYTES + random.nextInt(copy.length - TunnelHeader.BYTES);
    copy[at] ^= (byte) (1 << random.nextInt(8));
    return copy;
  }
}
