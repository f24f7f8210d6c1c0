package pqagent.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static pqagent.packet.Packets.CLIENT;
import static pqagent.packet.Packets.CLIENT_AT_SERVER;
import static pqagent.packet.Packets.SERVER;
import static pqagent.packet.Packets.SERVER_AT_CLIENT;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import pqagent.packet.AddressTranslator.Result;

/** A packet from the client arrives at the server. */
class AddressTranslatorTest {
  private static final int GUARD_BYTES = 64;
  private final AddressTranslator translator = new AddressTranslator();

  @Property
  void shouldMakeTcpRight_whenChecksumsAreStale(
      @ForAll @Size(max = 300) byte[] data, @ForAll int sequence, @ForAll boolean stale) {
    byte[] arrived = sent(Packets.tcp(CLIENT, SERVER_AT_CLIENT, sequence, Tcp.ACK, data), stale);
    byte[] packet = translated(arrived);
    assertThat(translator.needsChecksum()).isTrue();
    assertRight(completed(packet));
    assertThat(Packets.tcpData(packet)).isEqualTo(data);
  }

  @Property
  void shouldMakeUdpRight_whenChecksumsAreStale(
      @ForAll @Size(max = 300) byte[] data, @ForAll boolean stale) {
    byte[] packet = translated(sent(Packets.udp(CLIENT, SERVER_AT_CLIENT, data), stale));
    assertThat(translator.needsChecksum()).isTrue();
    assertRight(completed(packet));
  }

  @Property
  void shouldMendFirstFragment_whenChecksumsAreStale(
      @ForAll @Size(min = 100, max = 300) byte[] data,
      @ForAll @IntRange(min = 3, max = 6) int eights,
      @ForAll boolean udp,
      @ForAll boolean stale) {
    byte[] whole =
        udp
            ? Packets.udp(CLIENT, SERVER_AT_CLIENT, data)
            : Packets.tcp(CLIENT, SERVER_AT_CLIENT, 7, Tcp.ACK, data);
    List<byte[]> arrived = new ArrayList<>();
    for (byte[] fragment : Packets.fragmented(whole, eights * 8)) {
      // The sender's kernel cuts the packet, then its PQConnect overwrites the destinations.
      byte[] packet = translated(stale ? Packets.asReferenceSends(fragment) : fragment);
      assertThat(translator.needsChecksum()).isFalse();
      assertThat(Packets.ipChecksumIsRight(packet)).isTrue();
      arrived.add(packet);
    }
    assertRight(Packets.reassembled(arrived));
  }

  @Test
  void shouldStillShowDamage_whenFragmentWasDamagedBeforeTheTunnel() {
    byte[] whole = Packets.udp(CLIENT, SERVER_AT_CLIENT, new byte[100]);
    whole[60] ^= 1;
    List<byte[]> arrived = new ArrayList<>();
    for (byte[] fragment : Packets.fragmented(whole, 48)) {
      arrived.add(translated(Packets.asReferenceSends(fragment)));
    }
    assertThat(Packets.transportChecksumIsRight(Packets.reassembled(arrived))).isFalse();
  }

  @Test
  void shouldLeaveUdpWithoutChecksum_whenItHasNone() {
    byte[] udp = Packets.udp(CLIENT, SERVER_AT_CLIENT, new byte[10]);
    udp[26] = 0;
    udp[27] = 0;
    byte[] packet = translated(udp);
    assertThat(translator.needsChecksum()).isFalse();
    assertThat(packet[26] | packet[27]).isZero();
    assertThat(Packets.ipChecksumIsRight(packet)).isTrue();
  }

  @Test
  void shouldMendByDifference_whenUdpIsShorterThanItsPacket() {
    byte[] udp = Packets.payload(Packets.udp(CLIENT, SERVER_AT_CLIENT, new byte[11]));
    byte[] surplus = Arrays.copyOf(udp, udp.length + 5);
    byte[] packet = translated(Packets.ip(17, CLIENT, SERVER_AT_CLIENT, 1, 0, surplus));
    assertThat(translator.needsChecksum()).isFalse();
    byte[] datagram = Arrays.copyOf(Packets.payload(packet), udp.length);
    assertRight(
        Packets.ip(17, Packets.source(packet), Packets.destination(packet), 1, 0, datagram));
  }

  @Test
  void shouldTrimPadding() {
    byte[] udp = Packets.udp(CLIENT, SERVER_AT_CLIENT, new byte[3]);
    byte[] packet = translated(Arrays.copyOf(udp, udp.length + 15));
    assertThat(packet).hasSize(udp.length);
    assertRight(completed(packet));
  }

  @Test
  void shouldKeepPing() {
    byte[] ping = Packets.icmp(CLIENT, SERVER_AT_CLIENT, 8, 0, Packets.data(60, 1));
    byte[] packet = translated(Packets.asReferenceSends(ping));
    assertRight(packet);
    assertThat(Packets.payload(packet)).isEqualTo(Packets.payload(ping));
  }

  @Property
  void shouldQuoteWhatThisHostSent_whenIcmpError(
      @ForAll @Size(max = 80) byte[] data,
      @ForAll boolean udp,
      @ForAll boolean stale,
      @ForAll @IntRange(min = 20, max = 200) int quotedBytes) {
    // The server sent this, the client saw it with its own addresses, and complains.
    byte[] seen =
        udp
            ? Packets.udp(SERVER_AT_CLIENT, CLIENT, data)
            : Packets.tcp(SERVER_AT_CLIENT, CLIENT, 5, Tcp.ACK, data);
    byte[] error = Packets.unreachable(CLIENT, SERVER_AT_CLIENT, 3, seen, quotedBytes);
    byte[] packet = translated(sent(error, stale));
    assertRight(packet);
    byte[] quoted = Packets.quoted(packet);
    assertThat(Packets.source(quoted)).isEqualTo(SERVER);
    assertThat(Packets.destination(quoted)).isEqualTo(CLIENT_AT_SERVER);
    assertThat(Packets.ipChecksumIsRight(quoted)).isTrue();
    if (quotedBytes >= seen.length) {
      assertThat(Packets.transportChecksumIsRight(quoted)).isTrue();
    }
  }

  @Test
  void shouldPassOtherProtocols_withNewAddressesOnly() {
    byte[] payload = Packets.data(33, 2);
    byte[] packet = translated(Packets.ip(47, CLIENT, 0, 1, 0, payload));
    assertThat(Packets.payload(packet)).isEqualTo(payload);
    assertThat(Packets.ipChecksumIsRight(packet)).isTrue();
    assertThat(Packets.source(packet)).isEqualTo(CLIENT_AT_SERVER);
  }

  @Test
  void shouldRefuse_whatIsNotIpv4() {
    byte[] six = new byte[40];
    six[0] = 0x60;
    assertThat(refused(six)).isEqualTo(Result.NOT_IPV4);
    assertThat(refused(new byte[] {0x11})).isEqualTo(Result.NOT_IPV4);
  }

  @Test
  void shouldRefuse_whatContradictsItself() {
    byte[] udp = Packets.udp(CLIENT, SERVER_AT_CLIENT, new byte[4]);
    assertThat(refused(new byte[0])).isEqualTo(Result.MALFORMED);
    assertThat(refused(Arrays.copyOf(udp, 19))).isEqualTo(Result.MALFORMED);
    assertThat(refused(Arrays.copyOf(udp, udp.length - 1))).isEqualTo(Result.MALFORMED);
    assertThat(refused(with(udp, 0, 0x44))).isEqualTo(Result.MALFORMED);
    assertThat(refused(with(udp, 0, 0x4f))).isEqualTo(Result.MALFORMED);
    assertThat(refused(with(udp, 3, 27))).isEqualTo(Result.MALFORMED);
    assertThat(refused(with(udp, 25, 7))).isEqualTo(Result.MALFORMED);
    assertThat(refused(with(udp, 25, 13))).isEqualTo(Result.MALFORMED);
    byte[] tcp = Packets.tcp(CLIENT, SERVER_AT_CLIENT, 1, Tcp.ACK, new byte[0]);
    assertThat(refused(with(tcp, 32, 0x40))).isEqualTo(Result.MALFORMED);
    assertThat(refused(with(tcp, 32, 0x60))).isEqualTo(Result.MALFORMED);
    byte[] error = Packets.unreachable(CLIENT, SERVER_AT_CLIENT, 1, udp, 19);
    assertThat(refused(error)).isEqualTo(Result.MALFORMED);
  }

  @Test
  void shouldRefuse_fragmentsThatPlayTricks() {
    byte[] eight = new byte[8];
    // Past the largest packet; not a multiple of 8 bytes before the last; empty.
    assertThat(refused(Packets.ip(17, CLIENT, 0, 1, 0x1fff, eight))).isEqualTo(Result.MALFORMED);
    assertThat(refused(Packets.ip(17, CLIENT, 0, 1, 0x2001, new byte[7])))
        .isEqualTo(Result.MALFORMED);
    assertThat(refused(Packets.ip(17, CLIENT, 0, 1, 1, new byte[0]))).isEqualTo(Result.MALFORMED);
    // A TCP header in two fragments, or overwritten by a second.
    assertThat(refused(Packets.ip(6, CLIENT, 0, 1, 0x2000, eight))).isEqualTo(Result.UNSUPPORTED);
    assertThat(refused(Packets.ip(6, CLIENT, 0, 1, 1, eight))).isEqualTo(Result.UNSUPPORTED);
    assertThat(refused(Packets.ip(6, CLIENT, 0, 1, 2, eight))).isEqualTo(Result.UNSUPPORTED);
  }

  @Test
  void shouldRefuse_sourceRoutesAndRedirects() {
    byte[] route = {1, (byte) 0x83, 7, 4, 10, 0, 0, 1};
    assertThat(refused(Packets.ip(route, 17, CLIENT, 0, 1, 0, new byte[8])))
        .isEqualTo(Result.UNSUPPORTED);
    byte[] brokenOption = {7, 9, 0, 0};
    assertThat(refused(Packets.ip(brokenOption, 17, CLIENT, 0, 1, 0, new byte[8])))
        .isEqualTo(Result.UNSUPPORTED);
    byte[] udp = Packets.udp(SERVER_AT_CLIENT, CLIENT, new byte[4]);
    byte[] rest = ByteBuffer.allocate(4 + udp.length).putInt(CLIENT).put(udp).array();
    assertThat(refused(Packets.icmp(CLIENT, SERVER_AT_CLIENT, 5, 1, rest)))
        .isEqualTo(Result.UNSUPPORTED);
  }

  @Test
  void shouldPassOptions_thatOnlyRecord() {
    byte[] options = {7, 7, 4, 0, 0, 0, 0, 0};
    byte[] udp = Packets.payload(Packets.udp(CLIENT, SERVER_AT_CLIENT, new byte[4]));
    assertRight(completed(translated(Packets.ip(options, 17, CLIENT, 0, 1, 0, udp))));
  }

  @Property(tries = 5000)
  void shouldNeitherThrowNorWriteOutside_whenBytesAreRandom(
      @ForAll @Size(max = 120) byte[] bytes, @ForAll boolean plausible, @ForAll int kind) {
    if (plausible && bytes.length >= 20) {
      bytes[0] = (byte) (0x45 + (kind >> 8 & 3));
      bytes[2] = 0;
      bytes[3] = (byte) bytes.length;
      bytes[6] &= (byte) (kind >> 16);
      bytes[7] &= (byte) (kind >> 24);
      bytes[9] = new byte[] {1, 6, 17, 47}[kind & 3];
      if ((kind & 3) == 0 && bytes.length > 30) {
        bytes[20 + (kind >> 8 & 3) * 4 > bytes.length - 1 ? 20 : 20 + (kind >> 8 & 3) * 4] = 3;
      }
    }
    ByteBuffer buffer = guarded(bytes);
    Result result =
        translator.translate(buffer, GUARD_BYTES, bytes.length, CLIENT_AT_SERVER, SERVER);
    byte[] after = new byte[bytes.length];
    buffer.get(GUARD_BYTES, after);
    assertGuards(buffer, bytes.length);
    if (result == Result.OK) {
      assertThat(translator.packetBytes()).isBetween(20, bytes.length);
      assertThat(Packets.ipChecksumIsRight(after)).isTrue();
    } else {
      assertThat(after).isEqualTo(bytes);
      assertThat(translator.packetBytes()).isZero();
    }
  }

  private byte[] translated(byte[] bytes) {
    ByteBuffer buffer = guarded(bytes);
    assertThat(translator.translate(buffer, GUARD_BYTES, bytes.length, CLIENT_AT_SERVER, SERVER))
        .isEqualTo(Result.OK);
    assertGuards(buffer, bytes.length);
    byte[] packet = new byte[translator.packetBytes()];
    buffer.get(GUARD_BYTES, packet);
    return packet;
  }

  private Result refused(byte[] bytes) {
    ByteBuffer buffer = guarded(bytes);
    Result result =
        translator.translate(buffer, GUARD_BYTES, bytes.length, CLIENT_AT_SERVER, SERVER);
    assertThat(buffer).isEqualTo(guarded(bytes));
    return result;
  }

  private byte[] completed(byte[] packet) {
    return Packets.completed(packet, translator.checksumStart(), translator.checksumOffset());
  }

  private static void assertRight(byte[] packet) {
    assertThat(Packets.source(packet)).isEqualTo(CLIENT_AT_SERVER);
    assertThat(Packets.destination(packet)).isEqualTo(SERVER);
    assertThat(Packets.ipChecksumIsRight(packet)).isTrue();
    assertThat(Packets.transportChecksumIsRight(packet)).isTrue();
  }

  private static byte[] sent(byte[] packet, boolean stale) {
    return stale ? Packets.asReferenceSends(packet) : packet;
  }

  private static byte[] with(byte[] packet, int at, int value) {
    byte[] copy = packet.clone();
    copy[at] = (byte) value;
    return copy;
  }

  private static ByteBuffer guarded(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(bytes.length + 2 * GUARD_BYTES);
    for (int i = 0; i < buffer.capacity(); i++) {
      buffer.put(i, (byte) 0xa5);
    }
    return buffer.put(GUARD_BYTES, bytes);
  }

  private static void assertGuards(ByteBuffer buffer, int length) {
    for (int i = 0; i < GUARD_BYTES; i++) {
      assertThat(buffer.get(i)).isEqualTo((byte) 0xa5);
      assertThat(buffer.get(GUARD_BYTES + length + i)).isEqualTo((byte) 0xa5);
    }
  }
}
