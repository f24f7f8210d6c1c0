package pqagent.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static pqagent.packet.Packets.CLIENT;
import static pqagent.packet.Packets.SERVER_AT_CLIENT;

import java.nio.ByteBuffer;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IcmpErrorsTest {
  private final CapturingSink sink = new CapturingSink();
  private final IcmpErrors errors = new IcmpErrors(sink);

  @AfterProperty
  @AfterEach
  void close() {
    errors.close();
  }

  @Test
  void shouldSayFragmentationNeeded_asIfTheServerDid() {
    byte[] packet = Packets.udp(CLIENT, SERVER_AT_CLIENT, Packets.data(3000, 1));
    assertThat(errors.fragmentationNeeded(direct(packet), 3, packet.length, 1200)).isTrue();
    byte[] error = sink.delivered().getFirst();
    assertThat(error).hasSize(576);
    assertThat(Packets.source(error)).isEqualTo(SERVER_AT_CLIENT);
    assertThat(Packets.destination(error)).isEqualTo(CLIENT);
    assertThat(Packets.ipChecksumIsRight(error)).isTrue();
    assertThat(Packets.transportChecksumIsRight(error)).isTrue();
    assertThat(Arrays.copyOf(Packets.payload(error), 2)).isEqualTo(new byte[] {3, 4});
    assertThat(ByteBuffer.wrap(error).getInt(24)).isEqualTo(1200);
    assertThat(Icmp.tooBigFor(ByteBuffer.wrap(error), 0)).isEqualTo(1200);
    assertThat(Icmp.tooBigFor(ByteBuffer.wrap(packet), 0)).isZero();
    assertThat(Packets.quoted(error)).isEqualTo(Arrays.copyOf(packet, 548));
  }

  @Test
  void shouldSayHostUnreachable_quotingAllOfASmallPacket() {
    byte[] packet = Packets.tcp(CLIENT, SERVER_AT_CLIENT, 1, Tcp.SYN, new byte[0]);
    assertThat(errors.hostUnreachable(direct(packet), 3, packet.length)).isTrue();
    byte[] error = sink.delivered().getFirst();
    assertThat(Arrays.copyOf(Packets.payload(error), 2)).isEqualTo(new byte[] {3, 1});
    assertThat(Packets.transportChecksumIsRight(error)).isTrue();
    assertThat(ByteBuffer.wrap(error).getInt(24)).isZero();
    assertThat(Packets.quoted(error)).isEqualTo(packet);
  }

  @Test
  void shouldAnswerPing_butNoError() {
    byte[] ping = Packets.icmp(CLIENT, SERVER_AT_CLIENT, 8, 0, new byte[8]);
    byte[] error = Packets.unreachable(CLIENT, SERVER_AT_CLIENT, 1, ping, 28);
    assertThat(errors.hostUnreachable(direct(ping), 3, ping.length)).isTrue();
    assertThat(errors.hostUnreachable(direct(error), 3, error.length)).isFalse();
    assertThat(sink.written).hasSize(1);
  }

  @Test
  void shouldNotAnswer_laterFragmentsAndManyReceivers() {
    byte[] later = Packets.ip(17, CLIENT, SERVER_AT_CLIENT, 1, 3, new byte[9]);
    byte[] multicast = Packets.udp(CLIENT, 0xe000_0001, new byte[9]);
    byte[] nobody = Packets.udp(0, SERVER_AT_CLIENT, new byte[9]);
    for (byte[] packet : new byte[][] {later, multicast, nobody, new byte[20], new byte[0]}) {
      assertThat(errors.hostUnreachable(direct(packet), 3, packet.length)).isFalse();
    }
    assertThat(sink.written).isEmpty();
  }

  @Test
  void shouldSaySo_whenSinkRefuses() {
    sink.refuses = true;
    byte[] packet = Packets.udp(CLIENT, SERVER_AT_CLIENT, new byte[9]);
    assertThat(errors.hostUnreachable(direct(packet), 3, packet.length)).isFalse();
  }

  @Property
  void shouldNotThrow_whenBytesAreRandom(@ForAll @Size(max = 60) byte[] bytes) {
    if (bytes.length >= 20) {
      bytes[0] = 0x45;
      bytes[2] = 0;
      bytes[3] = (byte) bytes.length;
    }
    errors.hostUnreachable(direct(bytes), 3, bytes.length);
  }

  private static ByteBuffer direct(byte[] packet) {
    return ByteBuffer.allocateDirect(packet.length + 3).put(3, packet);
  }
}
