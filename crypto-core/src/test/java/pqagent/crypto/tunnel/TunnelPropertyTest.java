package pqagent.crypto.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class TunnelPropertyTest {
  /** A packet under way: who sent it, when, and what is in it. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Flight(int sender, double sentSeconds, int number, byte[] packet) {}

  private static final double LONGEST_WAY_SECONDS = 15;

  /**
   * Both ends talk for minutes over a net that loses, doubles, delays, reorders and forges: every
   * genuine packet opens exactly once with what was put in it, whatever came before it.
   */
  @Property(tries = 60)
  void shouldOpenEveryPacketOnce_whenTheNetDoesWhatItLikes(@ForAll long seed) {
    TunnelEnd[] ends = {TunnelEnd.client(), TunnelEnd.server()};
    Random random = new Random(seed);
    List<Flight> flights = new ArrayList<>();
    Map<Integer, Integer> opened = new HashMap<>();
    double seconds = 0;
    int number = 0;
    for (int round = 0; round < 120; round++) {
      seconds += random.nextInt(4) * random.nextDouble() * 3;
      int sender = random.nextInt(2);
      for (int i = random.nextInt(30); i > 0; i--) {
        byte[] packet = ends[sender].seal(plain(number), seconds);
        flights.add(new Flight(sender, seconds, number++, packet));
      }
      double now = seconds;
      flights.removeIf(flight -> now - flight.sentSeconds() > LONGEST_WAY_SECONDS);
      flights.removeIf(flight -> random.nextInt(20) == 0);
      Collections.shuffle(flights, random);
      int receiver = 1 - random.nextInt(2);
      List<Flight> arriving =
          new ArrayList<>(
              flights.stream()
                  .filter(flight -> flight.sender() != receiver)
                  .limit(random.nextInt(70))
                  .toList());
      if (random.nextBoolean()) {
        arriving.sort((a, b) -> Integer.compare(a.number(), b.number()));
      }
      assertThat(ends[receiver].tunnel.isDead(TunnelEnd.nanos(seconds))).isFalse();
      deliver(arriving, ends[receiver], seconds, random, opened);
    }
    assertThat(opened.values()).allMatch(times -> times == 1);
    assertThat(opened.size()).isPositive();
  }

  private static void deliver(
      List<Flight> arriving,
      TunnelEnd receiver,
      double seconds,
      Random random,
      Map<Integer, Integer> opened) {
    List<byte[]> packets = new ArrayList<>();
    List<Boolean> genuine = new ArrayList<>();
    for (Flight flight : arriving) {
      if (random.nextInt(4) == 0) {
        packets.add(forge(flight.packet(), random));
        genuine.add(false);
      }
      packets.add(flight.packet());
      genuine.add(true);
    }
    List<TunnelEnd.Opened> results = receiver.open(packets, seconds);
    int next = 0;
    for (Flight flight : arriving) {
      while (!genuine.get(next)) {
        assertThat(results.get(next++).result()).isNotEqualTo(OpenResult.OK);
      }
      TunnelEnd.Opened result = results.get(next++);
      if (opened.containsKey(flight.number())) {
        assertThat(result.result()).isIn(OpenResult.REPLAYED, OpenResult.EPOCH_EXPIRED);
      } else {
        assertThat(result.result()).as("packet %s", flight.number()).isEqualTo(OpenResult.OK);
        assertThat(result.plain()).isEqualTo(plain(flight.number()));
        opened.merge(flight.number(), 1, Integer::sum);
      }
    }
  }

  /** What is lost in one go may come late: gaps of thousands, across epochs. */
  @Property(tries = 20)
  void shouldOpenAcrossHugeGaps_andWhatWasInThem(
      @ForAll @Size(min = 1, max = 3) List<@IntRange(min = 1, max = 4090) Integer> gaps,
      @ForAll long seed) {
    TunnelEnd[] ends = {TunnelEnd.client(), TunnelEnd.server()};
    double seconds = 0;
    for (int gap : gaps) {
      List<byte[]> packets = ends[0].seal(smalls(gap), seconds);
      byte[] behind = ends[0].seal(plain(gap), seconds);
      assertThat(ends[1].open(behind, seconds).result()).isEqualTo(OpenResult.OK);
      List<byte[]> late = new ArrayList<>(packets);
      Collections.shuffle(late, new Random(seed));
      assertThat(ends[1].open(late, seconds)).allMatch(o -> o.result() == OpenResult.OK);
      assertThat(ends[1].open(late, seconds)).allMatch(o -> o.result() == OpenResult.REPLAYED);
      seconds += 31;
    }
  }

  /** Of a longer gap the newest 4086 may still come late; the older keys are gone. */
  @Property(tries = 10)
  void shouldKeepTheNewestKeys_whenTheGapIsEvenLarger(
      @ForAll @IntRange(min = 1, max = 40) int before,
      @ForAll @IntRange(min = 4200, max = 9000) int gap) {
    TunnelEnd[] ends = {TunnelEnd.client(), TunnelEnd.server()};
    List<byte[]> old = ends[0].seal(smalls(before), 0);
    ends[1].open(old.getLast(), 0);
    List<byte[]> lost = ends[0].seal(smalls(gap), 0);
    byte[] behind = ends[0].seal(plain(gap), 0);
    String state = StateDigest.of(ends[1].tunnel);
    List<byte[]> forged =
        List.of(lastBitChanged(lost.get(50)), lastBitChanged(behind), lastBitChanged(lost.get(9)));
    assertThat(ends[1].open(forged, 0)).allMatch(opened -> opened.result() == OpenResult.FORGED);
    assertThat(StateDigest.of(ends[1].tunnel)).isEqualTo(state);
    List<byte[]> mixed =
        List.of(
            forged.get(0), forged.get(1), lost.getFirst(), forged.get(2), behind, lost.getLast());
    assertThat(ends[1].open(mixed, 0))
        .extracting(TunnelEnd.Opened::result)
        .containsExactly(
            OpenResult.FORGED,
            OpenResult.FORGED,
            OpenResult.OK,
            OpenResult.FORGED,
            OpenResult.OK,
            OpenResult.OK);
    assertThat(ends[1].open(old, 0)).allMatch(opened -> opened.result() == OpenResult.REPLAYED);
    List<byte[]> late = lost.subList(1, gap - 1);
    int kept = 227 * 18 - 1;
    assertThat(ends[1].open(late.subList(late.size() - kept, late.size()), 0))
        .allMatch(opened -> opened.result() == OpenResult.OK);
    assertThat(ends[1].open(late.subList(0, late.size() - kept - 18), 0))
        .allMatch(opened -> opened.result() == OpenResult.REPLAYED);
    assertThat(ends[1].open(ends[0].seal(smalls(100), 0), 0))
        .allMatch(opened -> opened.result() == OpenResult.OK);
  }

  @Property(tries = 300)
  void shouldChangeNothing_whenForged(
      @ForAll @IntRange(max = 40) int before,
      @ForAll @IntRange(max = 200) int epochs,
      @ForAll long seed) {
    TunnelEnd[] ends = {TunnelEnd.client(), TunnelEnd.server()};
    Random random = new Random(seed);
    for (int i = 0; i < before; i++) {
      byte[] packet = ends[0].seal(plain(i), i);
      if (random.nextBoolean()) {
        ends[1].open(packet, i);
      }
    }
    byte[] genuine = ends[0].seal(plain(before), before + epochs % 60);
    double seconds = before + epochs % 60;
    ends[1].open(List.of(), seconds);
    String state = StateDigest.of(ends[1].tunnel);
    for (int i = 0; i < 20; i++) {
      assertThat(ends[1].open(forge(genuine, random), seconds).result())
          .isNotIn(OpenResult.OK, OpenResult.COOKIE);
    }
    assertThat(StateDigest.of(ends[1].tunnel)).isEqualTo(state);
    assertThat(ends[1].open(genuine, seconds).plain()).isEqualTo(plain(before));
  }

  @Property(tries = 500)
  void shouldRefuseAndNotThrow_whenAnyBytesCome(
      @ForAll @Size(max = 300) byte[] bytes, @ForAll boolean withHeader) {
    TunnelEnd[] ends = {TunnelEnd.client(), TunnelEnd.server()};
    if (withHeader && bytes.length >= TunnelHeader.BYTES) {
      byte[] header = ends[0].seal(new byte[0], 0);
      System.arraycopy(header, 0, bytes, 0, TunnelHeader.EPOCH_OFFSET);
    }
    String state = StateDigest.of(ends[1].tunnel);
    assertThat(ends[1].open(bytes, 0).result()).isNotIn(OpenResult.OK, OpenResult.COOKIE);
    assertThat(StateDigest.of(ends[1].tunnel)).isEqualTo(state);
  }

  /** Changed in one bit, cut, or moved to another epoch or counter. */
  private static byte[] forge(byte[] packet, Random random) {
    ByteBuffer forged = ByteBuffer.wrap(packet.clone());
    switch (random.nextInt(4)) {
      case 0 -> {
        int at = random.nextInt(packet.length);
        forged.put(at, (byte) (packet[at] ^ 1 << random.nextInt(8)));
      }
      case 1 -> {
        return Arrays.copyOf(packet, random.nextInt(packet.length));
      }
      case 2 -> forged.putShort(TunnelHeader.EPOCH_OFFSET, other(TunnelEnd.epoch(packet), random));
      default ->
          forged.putInt(
              TunnelHeader.COUNTER_OFFSET,
              (int) TunnelEnd.counter(packet)
                  + 1
                  + random.nextInt(random.nextBoolean() ? 50 : 1 << 30));
    }
    return forged.array();
  }

  private static byte[] lastBitChanged(byte[] packet) {
    byte[] changed = packet.clone();
    changed[changed.length - 1] ^= 1;
    return changed;
  }

  private static short other(int epoch, Random random) {
    return (short) (epoch + 1 + random.nextInt(random.nextBoolean() ? 5 : 65000));
  }

  private static List<byte[]> smalls(int count) {
    return IntStream.range(0, count).mapToObj(i -> new byte[] {(byte) i}).toList();
  }

  private static byte[] plain(int number) {
    return ByteBuffer.allocate(4 + number % 50).putInt(0, number).array();
  }
}
