package pqagent.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static pqagent.packet.Packets.CLIENT;
import static pqagent.packet.Packets.CLIENT_AT_SERVER;
import static pqagent.packet.Packets.SERVER;
import static pqagent.packet.Packets.SERVER_AT_CLIENT;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pqagent.linux.DatagramBatch;
import pqagent.packet.Segmenter.Result;

/** The client's kernel hands over a packet for the server; sometimes it arrives there too. */
class SegmenterTest {
  private static final int MTU = 1200;
  private static final int PEER_ADDRESS = 0xc000_0201;
  private static final int PEER_PORT = 42424;
  private static final byte[] TIMESTAMP = {1, 1, 8, 10, 1, 2, 3, 4, 5, 6, 7, 8};

  private final DatagramBatch batch = DatagramBatch.forSending(80 << 10, 128);
  private final Segmenter segmenter = new Segmenter(MTU);
  private final AddressTranslator translator = new AddressTranslator();

  @AfterProperty
  @AfterEach
  void close() {
    batch.close();
  }

  @Property(tries = 200)
  void shouldCutSuperPacket_likeTheKernelWould(
      @ForAll @IntRange(min = 1, max = 65483) int dataBytes,
      @ForAll @IntRange(min = 576, max = 9000) int mtu,
      @ForAll int sequence,
      @ForAll boolean last) {
    byte[] data = Packets.data(dataBytes, sequence);
    int flags = Tcp.ACK | Tcp.CWR | (last ? Tcp.FIN | Tcp.PSH : 0);
    byte[] whole = Packets.tcp(CLIENT, SERVER_AT_CLIENT, sequence, flags, TIMESTAMP, data);
    batch.clear();
    assertThat(append(new Segmenter(mtu), Packets.withoutTransportChecksum(whole), true))
        .isEqualTo(Result.OK);
    int segmentBytes = mtu - 52;
    assertThat(batch.size()).isEqualTo((dataBytes + segmentBytes - 1) / segmentBytes);
    ByteArrayOutputStream received = new ByteArrayOutputStream();
    for (int i = 0; i < batch.size(); i++) {
      byte[] inner = inner(i);
      assertSent(inner);
      assertThat(inner.length).isLessThanOrEqualTo(mtu);
      ByteBuffer header = ByteBuffer.wrap(inner);
      assertThat(header.getShort(2)).isEqualTo((short) inner.length);
      assertThat(header.getShort(4)).isEqualTo((short) (0xfffe + i));
      assertThat(header.getInt(24)).isEqualTo(sequence + i * segmentBytes);
      boolean isLast = i == batch.size() - 1;
      assertThat(inner[33] & Tcp.CWR).isEqualTo(i == 0 ? Tcp.CWR : 0);
      assertThat(inner[33] & (Tcp.FIN | Tcp.PSH)).isEqualTo(last && isLast ? Tcp.FIN | Tcp.PSH : 0);
      assertThat(Arrays.copyOfRange(inner, 40, 52)).isEqualTo(TIMESTAMP);
      received.writeBytes(Packets.tcpData(arrived(inner)));
    }
    assertThat(received.toByteArray()).isEqualTo(data);
  }

  @Property
  void shouldMakeChecksumsRight_whetherKernelFilledThemOrNot(
      @ForAll @Size(max = 200) byte[] data, @ForAll boolean udp, @ForAll boolean needsChecksum) {
    byte[] whole =
        udp
            ? Packets.udp(CLIENT, SERVER_AT_CLIENT, data)
            : Packets.tcp(CLIENT, SERVER_AT_CLIENT, 9, Tcp.ACK, data);
    batch.clear();
    byte[] packet = needsChecksum ? Packets.withoutTransportChecksum(whole) : whole;
    assertThat(append(segmenter, packet, needsChecksum)).isEqualTo(Result.OK);
    assertThat(batch.size()).isEqualTo(1);
    assertSent(inner(0));
    byte[] arrived = arrived(inner(0));
    assertThat(Packets.source(arrived)).isEqualTo(CLIENT_AT_SERVER);
    assertThat(Packets.destination(arrived)).isEqualTo(SERVER);
    assertThat(Packets.transportChecksumIsRight(arrived)).isTrue();
  }

  @Test
  void shouldLeaveRoomForHeaderAndTag_andNoGaps() {
    byte[] packet = Packets.tcp(CLIENT, SERVER_AT_CLIENT, 1, Tcp.ACK, new byte[3000]);
    append(segmenter, packet, true);
    assertThat(batch.size()).isEqualTo(3);
    for (int i = 0; i < 3; i++) {
      assertThat(batch.offsets()[i]).isEqualTo(i * (MTU + 56));
      assertThat(batch.lengths()[i]).isEqualTo((i < 2 ? MTU : 40 + 3000 - 2 * 1160) + 56);
      assertThat(batch.address(i)).isEqualTo(PEER_ADDRESS);
      assertThat(batch.port(i)).isEqualTo(PEER_PORT);
    }
  }

  @Property
  void shouldFragment_whenTooLargeAndAllowed(
      @ForAll @IntRange(min = 1173, max = 65507) int dataBytes, @ForAll boolean icmp) {
    batch.clear();
    byte[] whole =
        icmp
            ? Packets.icmp(CLIENT, SERVER_AT_CLIENT, 8, 0, Packets.data(dataBytes + 4, 3))
            : Packets.udp(CLIENT, SERVER_AT_CLIENT, Packets.data(dataBytes, 3));
    assertThat(append(segmenter, whole, false)).isEqualTo(Result.OK);
    List<byte[]> sent = new ArrayList<>();
    List<byte[]> received = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      assertThat(Packets.ipChecksumIsRight(inner(i))).isTrue();
      assertThat(inner(i).length).isLessThanOrEqualTo(MTU);
      sent.add(inner(i));
      received.add(arrived(inner(i)));
    }
    assertThat(batch.size()).isEqualTo((dataBytes + 8 + 1175) / 1176);
    byte[] atServer = Packets.reassembled(received);
    assertThat(Packets.transportChecksumIsRight(Packets.reassembled(sent))).isTrue();
    assertThat(Packets.transportChecksumIsRight(atServer)).isTrue();
    int from = icmp ? 4 : 8;
    assertThat(Packets.data(atServer, from)).isEqualTo(Packets.data(whole, from));
  }

  @Test
  void shouldFragmentFragment_keepingItsPlace() {
    List<byte[]> fragments =
        Packets.fragmented(Packets.udp(CLIENT, SERVER_AT_CLIENT, Packets.data(4000, 4)), 2000);
    List<byte[]> sent = new ArrayList<>();
    for (byte[] fragment : fragments) {
      assertThat(append(segmenter, fragment, false)).isEqualTo(Result.OK);
    }
    for (int i = 0; i < batch.size(); i++) {
      sent.add(arrived(inner(i)));
    }
    assertThat(sent).hasSize(5);
    assertThat(Packets.transportChecksumIsRight(Packets.reassembled(sent))).isTrue();
  }

  @Test
  void shouldKeepOnlyCopiedOptions_inLaterFragments() {
    byte[] options = {7, 3, 4, (byte) 0x94, 4, 0, 0, 0};
    byte[] packet = Packets.ip(options, 47, CLIENT, SERVER_AT_CLIENT, 1, 0, new byte[1500]);
    assertThat(append(segmenter, packet, false)).isEqualTo(Result.OK);
    assertThat(Arrays.copyOfRange(inner(0), 20, 28)).isEqualTo(options);
    assertThat(Arrays.copyOfRange(inner(1), 20, 28))
        .isEqualTo(new byte[] {1, 1, 1, (byte) 0x94, 4, 0, 0, 0});
    assertThat(Packets.ipChecksumIsRight(inner(1))).isTrue();
  }

  @Test
  void shouldSayTooBig_whenFragmentationIsForbidden() {
    byte[] packet = Packets.ip(47, CLIENT, SERVER_AT_CLIENT, 1, 0x4000, new byte[1181]);
    assertThat(append(segmenter, packet, false)).isEqualTo(Result.TOO_BIG);
    byte[] syn = Packets.tcp(CLIENT, SERVER_AT_CLIENT, 1, Tcp.SYN, new byte[1161]);
    assertThat(append(segmenter, syn, true)).isEqualTo(Result.TOO_BIG);
    assertThat(batch.size()).isZero();
  }

  @Test
  void shouldRefuseUdpSuperPacket_whoseSegmentsNobodyKnows() {
    byte[] packet =
        Packets.withoutTransportChecksum(Packets.udp(CLIENT, SERVER_AT_CLIENT, new byte[1173]));
    assertThat(append(segmenter, packet, true)).isEqualTo(Result.UNSUPPORTED);
    byte[] sctp = Packets.ip(132, CLIENT, SERVER_AT_CLIENT, 1, 0, new byte[20]);
    assertThat(append(segmenter, sctp, true)).isEqualTo(Result.UNSUPPORTED);
  }

  @Test
  void shouldAddNothing_whenBatchIsFull() {
    byte[] filler = Packets.tcp(CLIENT, SERVER_AT_CLIENT, 1, Tcp.ACK, new byte[40000]);
    assertThat(append(segmenter, filler, true)).isEqualTo(Result.OK);
    int size = batch.size();
    for (byte[] packet :
        List.of(
            Packets.tcp(CLIENT, SERVER_AT_CLIENT, 1, Tcp.ACK, new byte[60000]),
            Packets.udp(CLIENT, SERVER_AT_CLIENT, new byte[60000]))) {
      assertThat(append(segmenter, packet, false)).isEqualTo(Result.NO_ROOM);
      assertThat(batch.size()).isEqualTo(size);
    }
    while (append(segmenter, Packets.udp(CLIENT, SERVER_AT_CLIENT, new byte[9]), false)
        == Result.OK) {
      size++;
    }
    assertThat(batch.size()).isEqualTo(size).isEqualTo(128);
  }

  @Test
  void shouldQuoteWhatTheClientSent_whenServerComplains() {
    // Client → server, the server's kernel answers "port unreachable", and that goes back.
    append(segmenter, Packets.udp(CLIENT, SERVER_AT_CLIENT, new byte[30]), false);
    byte[] atServer = arrived(inner(0));
    batch.clear();
    byte[] error = Packets.unreachable(SERVER, CLIENT_AT_SERVER, 3, atServer, 28);
    assertThat(append(segmenter, error, false)).isEqualTo(Result.OK);
    byte[] sent = inner(0);
    assertSent(sent);
    assertThat(Packets.source(Packets.quoted(sent))).isZero();
    byte[] received = received(sent, SERVER_AT_CLIENT, CLIENT);
    assertThat(Packets.transportChecksumIsRight(received)).isTrue();
    byte[] quoted = Packets.quoted(received);
    assertThat(Packets.source(quoted)).isEqualTo(CLIENT);
    assertThat(Packets.destination(quoted)).isEqualTo(SERVER_AT_CLIENT);
    assertThat(Packets.ipChecksumIsRight(quoted)).isTrue();
    byte[] original = Packets.udp(CLIENT, SERVER_AT_CLIENT, new byte[30]);
    assertThat(Packets.payload(quoted)).isEqualTo(Arrays.copyOf(Packets.payload(original), 8));
  }

  @Test
  void shouldRefuse_whatIsNotIpv4OrContradictsItself() {
    byte[] packet = Packets.udp(CLIENT, SERVER_AT_CLIENT, new byte[4]);
    assertThat(append(segmenter, new byte[0], false)).isEqualTo(Result.MALFORMED);
    assertThat(append(segmenter, Arrays.copyOf(packet, 31), false)).isEqualTo(Result.MALFORMED);
    packet[0] = 0x65;
    assertThat(append(segmenter, packet, false)).isEqualTo(Result.NOT_IPV4);
  }

  @Test
  void shouldRefuseMtu_thatIpv4DoesNotKnow() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Segmenter(575));
    assertThatIllegalArgumentException().isThrownBy(() -> new Segmenter(65536));
  }

  @Property(tries = 3000)
  void shouldNotThrow_whenBytesAreRandom(
      @ForAll @Size(max = 100) byte[] bytes,
      @ForAll boolean needsChecksum,
      @ForAll @IntRange(max = 3) int kind) {
    if (bytes.length >= 20) {
      bytes[0] = (byte) (0x45 + bytes[0] % 3);
      bytes[2] = 0;
      bytes[3] = (byte) bytes.length;
      bytes[9] = new byte[] {1, 6, 17, 47}[kind];
    }
    batch.clear();
    Result result = append(segmenter, bytes, needsChecksum);
    assertThat(batch.size()).isEqualTo(result == Result.OK ? 1 : 0);
  }

  private Result append(Segmenter with, byte[] packet, boolean needsChecksum) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(packet.length + 7).put(5, packet);
    Result result =
        with.append(buffer, 5, packet.length, needsChecksum, batch, PEER_ADDRESS, PEER_PORT);
    byte[] after = new byte[packet.length];
    buffer.get(5, after);
    assertThat(after).isEqualTo(packet);
    return result;
  }

  private byte[] inner(int i) {
    byte[] inner = new byte[batch.lengths()[i] - 56];
    batch.buffer().get(batch.offsets()[i] + 40, inner);
    return inner;
  }

  private static void assertSent(byte[] inner) {
    assertThat(Packets.destination(inner)).isZero();
    assertThat(Packets.ipChecksumIsRight(inner)).isTrue();
    assertThat(Packets.transportChecksumIsRight(inner)).isTrue();
  }

  private byte[] arrived(byte[] inner) {
    return received(inner, CLIENT_AT_SERVER, SERVER);
  }

  /** What the receiver's kernel sees. */
  private byte[] received(byte[] inner, int source, int destination) {
    ByteBuffer buffer = ByteBuffer.wrap(inner.clone());
    assertThat(translator.translate(buffer, 0, inner.length, source, destination))
        .isEqualTo(AddressTranslator.Result.OK);
    return translator.needsChecksum()
        ? Packets.completed(buffer.array(), translator.checksumStart(), translator.checksumOffset())
        : buffer.array();
  }
}
