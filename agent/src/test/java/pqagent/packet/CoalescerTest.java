package pqagent.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static pqagent.packet.Packets.CLIENT;
import static pqagent.packet.Packets.CLIENT_AT_SERVER;
import static pqagent.packet.Packets.SERVER;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pqagent.linux.NativeArena;

class CoalescerTest {
  private static final int SEGMENT_BYTES = 1148;
  private static final byte[] TIMESTAMP = {1, 1, 8, 10, 1, 2, 3, 4, 5, 6, 7, 8};

  private final NativeArena arena = new NativeArena();
  private final NativeArena.Block block = arena.allocate(1 << 20);
  private final ByteBuffer buffer = block.buffer().order(ByteOrder.BIG_ENDIAN);
  private final CapturingSink sink = new CapturingSink();
  private Coalescer coalescer = new Coalescer(sink, Coalescer.Joins.TCP_AND_UDP);
  private final AddressTranslator translator = new AddressTranslator();
  private int end;

  @AfterProperty
  @AfterEach
  void close() {
    coalescer.close();
    arena.close();
  }

  @Test
  void shouldWriteOneSuperPacket_whenSegmentsFollowEachOther() {
    byte[] data = Packets.data(10 * SEGMENT_BYTES + 100, 1);
    assertThat(write(segments(1000, data))).isZero();
    assertThat(sink.written).hasSize(1);
    CapturingSink.Written one = sink.written.getFirst();
    assertThat(one.gsoType()).isEqualTo(1);
    assertThat(one.segmentBytes()).isEqualTo(SEGMENT_BYTES);
    assertThat(one.iovecs()).isEqualTo(12);
    assertThat(Packets.tcpData(one.packet())).isEqualTo(data);
    assertThat(sink.delivered()).hasSize(11);
  }

  @Test
  void shouldNotExceed64KiB() {
    byte[] data = Packets.data(150 * SEGMENT_BYTES, 2);
    write(segments(-70000, data));
    assertThat(sink.written).hasSize(3);
    for (CapturingSink.Written one : sink.written) {
      assertThat(one.packet().length).isLessThanOrEqualTo(65535);
    }
    assertThat(concatenated(sink.delivered())).isEqualTo(data);
  }

  @Test
  void shouldNotExceedIovecs_whenSegmentsAreSmall() {
    List<byte[]> packets = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      packets.add(segment(i * 10, Tcp.ACK, Packets.data(10, i)));
    }
    write(packets);
    assertThat(sink.written).hasSize(3);
    for (CapturingSink.Written one : sink.written) {
      assertThat(one.iovecs()).isLessThanOrEqualTo(120);
    }
  }

  @Test
  void shouldWriteOneSuperPacket_whenDatagramsAreOfOneFlow() {
    List<byte[]> packets = datagrams(10, 100);
    packets.add(Packets.udp(CLIENT, 0, Packets.data(50, 11)));
    packets.add(Packets.udp(CLIENT, 0, Packets.data(50, 12)));
    List<byte[]> expected = packets.stream().map(this::translated).toList();
    assertThat(write(packets)).isZero();
    assertThat(sink.written).as("a shorter one ends it").hasSize(2);
    CapturingSink.Written one = sink.written.getFirst();
    assertThat(one.gsoType()).isEqualTo(CapturingSink.UDP_SUPER_PACKET);
    assertThat(one.segmentBytes()).isEqualTo(100);
    assertThat(sink.delivered()).containsExactlyElementsOf(expected);
  }

  @Test
  void shouldNotExceedDatagrams_thatOldKernelsTake() {
    write(datagrams(130, 64));
    assertThat(sink.written).hasSize(3);
    assertThat(sink.delivered()).hasSize(130);
  }

  @Test
  void shouldNotJoinDatagrams_withoutChecksumOrOfOtherPorts() {
    List<UnaryOperator<byte[]>> differences =
        List.of(
            p -> with(with(p, 26, 0), 27, 0), // no checksum
            p -> with(p, 21, 1), // source port
            p -> with(p, 23, 1), // destination port
            p -> Packets.udp(CLIENT, 0, new byte[101]),
            p -> Packets.udp(CLIENT, 0, new byte[0]));
    for (UnaryOperator<byte[]> difference : differences) {
      sink.written.clear();
      byte[] datagram = Packets.udp(CLIENT, 0, new byte[100]);
      write(List.of(datagram, difference.apply(datagram)));
      assertThat(sink.written).allMatch(one -> one.gsoType() == 0).hasSize(2);
    }
  }

  @Test
  void shouldJoinOnly_whatItIsToldTo() {
    List<byte[]> packets = new ArrayList<>(datagrams(3, 100));
    packets.addAll(segments(0, new byte[3 * SEGMENT_BYTES]));
    coalescer.close();
    coalescer = new Coalescer(sink, Coalescer.Joins.TCP);
    write(packets);
    assertThat(sink.written).hasSize(4);
    sink.written.clear();
    coalescer.close();
    coalescer = new Coalescer(sink, Coalescer.Joins.NOTHING);
    write(packets);
    assertThat(sink.written).hasSize(6);
  }

  @Test
  void shouldEndSuperPacket_atPush() {
    write(
        List.of(
            segment(0, Tcp.ACK, new byte[100]),
            segment(100, Tcp.ACK | Tcp.PSH, new byte[100]),
            segment(200, Tcp.ACK, new byte[100])));
    assertThat(sink.written).hasSize(2);
    assertThat(sink.written.getFirst().packet()[33]).isEqualTo((byte) (Tcp.ACK | Tcp.PSH));
    assertThat(sink.written.getLast().packet()[33]).isEqualTo((byte) Tcp.ACK);
  }

  @Test
  void shouldNotJoin_whatDiffers() {
    byte[] first = segment(0, Tcp.ACK, new byte[100]);
    byte[] next = segment(100, Tcp.ACK, new byte[100]);
    List<UnaryOperator<byte[]>> differences =
        List.of(
            p -> with(p, 1, 0x0b), // congestion experienced
            p -> with(p, 6, 0), // fragmentation allowed
            p -> with(p, 8, 60), // time to live
            p -> with(p, 21, 1), // source port
            p -> with(p, 23, 1), // destination port
            p -> with(p, 27, p[27] + 1), // a gap in sequence numbers
            p -> with(p, 31, 9), // acknowledgment
            p -> with(p, 33, Tcp.ACK | 0x40), // congestion echo
            p -> with(p, 33, Tcp.ACK | Tcp.FIN),
            p -> with(p, 35, 9), // window
            p -> with(p, 51, 9), // timestamp
            p -> segment(100, Tcp.ACK, new byte[101]),
            p -> segment(100, Tcp.ACK, new byte[0]),
            p -> Packets.udp(CLIENT, 0, new byte[100]));
    for (UnaryOperator<byte[]> difference : differences) {
      sink.written.clear();
      write(List.of(first, difference.apply(next)));
      assertThat(sink.written).hasSize(2);
      assertThat(sink.written.getFirst().gsoType()).isZero();
    }
    sink.written.clear();
    write(List.of(first, next));
    assertThat(sink.written).hasSize(1);
  }

  @Property(tries = 300)
  void shouldDeliverEveryPacketInOrder_whateverComes(
      @ForAll @Size(max = 60) List<@IntRange(max = 15) Integer> kinds) {
    sink.written.clear();
    List<byte[]> packets = new ArrayList<>();
    List<byte[]> expected = new ArrayList<>();
    int sequence = 5;
    for (int kind : kinds) {
      byte[] data = Packets.data(kind < 10 ? 500 : kind * 30, kind);
      byte[] packet =
          switch (kind) {
            case 0, 6 -> Packets.udp(CLIENT, 0, data);
            case 1 -> Packets.icmp(CLIENT, 0, 8, 0, data);
            case 2 -> segment(sequence, Tcp.ACK | Tcp.FIN, data);
            case 3 -> segment(sequence + 1, Tcp.ACK, data);
            case 4 -> Packets.fragmented(Packets.udp(CLIENT, 0, data), 400).getFirst();
            case 5 -> segment(sequence, Tcp.ACK | Tcp.PSH, data);
            default -> segment(sequence, Tcp.ACK, data);
          };
      packets.add(packet);
      sequence += kind > 4 && kind != 6 ? data.length : 0;
      expected.add(translated(packet));
    }
    assertThat(write(packets)).isZero();
    List<byte[]> delivered = sink.delivered();
    assertThat(delivered).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(delivered.get(i)).isEqualTo(expected.get(i));
    }
  }

  @Test
  void shouldCountEveryPacket_thatSinkRefuses() {
    sink.refuses = true;
    List<byte[]> packets = new ArrayList<>(segments(0, new byte[3 * SEGMENT_BYTES]));
    packets.add(Packets.udp(CLIENT, 0, new byte[5]));
    assertThat(write(packets)).isEqualTo(4);
  }

  /** Alone, and with its checksum completed; the identification is the one that Packets gives. */
  private byte[] translated(byte[] packet) {
    ByteBuffer copy = ByteBuffer.wrap(packet.clone());
    translator.translate(copy, 0, packet.length, CLIENT_AT_SERVER, SERVER);
    return translator.needsChecksum()
        ? Packets.completed(copy.array(), translator.checksumStart(), translator.checksumOffset())
        : copy.array();
  }

  private int write(List<byte[]> packets) {
    coalescer.begin(buffer, block.address());
    int refused = 0;
    end = 0;
    for (byte[] packet : packets) {
      end += 40;
      buffer.put(end, packet);
      assertThat(translator.translate(buffer, end, packet.length, CLIENT_AT_SERVER, SERVER))
          .isEqualTo(AddressTranslator.Result.OK);
      refused += coalescer.add(end, translator);
      end += packet.length + 16;
    }
    return refused + coalescer.flush();
  }

  private static List<byte[]> segments(int sequence, byte[] data) {
    List<byte[]> packets = new ArrayList<>();
    for (int at = 0; at < data.length; at += SEGMENT_BYTES) {
      int end = Math.min(at + SEGMENT_BYTES, data.length);
      packets.add(segment(sequence + at, Tcp.ACK, Arrays.copyOfRange(data, at, end)));
    }
    return packets;
  }

  private static List<byte[]> datagrams(int count, int bytes) {
    List<byte[]> packets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      packets.add(Packets.udp(CLIENT, 0, Packets.data(bytes, i)));
    }
    return packets;
  }

  private static byte[] segment(int sequence, int flags, byte[] data) {
    return Packets.tcp(CLIENT, 0, sequence, flags, TIMESTAMP, data);
  }

  private static byte[] concatenated(List<byte[]> packets) {
    ByteBuffer all = ByteBuffer.allocate(packets.size() * SEGMENT_BYTES);
    packets.forEach(packet -> all.put(Packets.tcpData(packet)));
    return all.array();
  }

  private static byte[] with(byte[] packet, int at, int value) {
    byte[] copy = packet.clone();
    copy[at] = (byte) value;
    return copy;
  }
}
