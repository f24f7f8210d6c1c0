package pqagent.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class EchoProbeTest {
  private static final int AT = 3;
  private static final int ICMP = AT + Ip.MIN_HEADER_BYTES;

  private final ByteBuffer packet = ByteBuffer.allocate(AT + 2000);

  @Property
  void shouldBeAWellFormedRequest_ofAnySize(
      @ForAll @IntRange(min = EchoProbe.MIN_BYTES, max = 2000) int bytes,
      @ForAll @IntRange(max = 0xffff) int sequence) {
    Arrays.fill(packet.array(), (byte) 0x55);
    EchoProbe.writeRequest(packet, AT, bytes, sequence);
    assertThat(Ip.isWellFormed(packet, AT, bytes)).isTrue();
    assertThat(Ip.totalBytes(packet, AT)).isEqualTo(bytes);
    assertThat(sum(AT, Ip.MIN_HEADER_BYTES)).isEqualTo(0xffff);
    assertThat(sum(ICMP, bytes - Ip.MIN_HEADER_BYTES)).isEqualTo(0xffff);
    assertThat(EchoProbe.isProbe(packet, AT, bytes)).isTrue();
    assertThat(EchoProbe.isRequest(packet, AT)).isTrue();
    assertThat(EchoProbe.sequence(packet, AT)).isEqualTo(sequence);
  }

  @Test
  void shouldKnowAnAnswerOfOurs() {
    EchoProbe.writeAnswer(packet, AT, 0xfffe);
    assertThat(sum(AT, Ip.MIN_HEADER_BYTES)).isEqualTo(0xffff);
    assertThat(sum(ICMP, EchoProbe.MIN_BYTES - Ip.MIN_HEADER_BYTES)).isEqualTo(0xffff);
    assertThat(EchoProbe.isProbe(packet, AT, EchoProbe.MIN_BYTES)).isTrue();
    assertThat(EchoProbe.isRequest(packet, AT)).isFalse();
    assertThat(EchoProbe.sequence(packet, AT)).isEqualTo(0xfffe);
  }

  @Test
  void shouldKnowAKernelsAnswer_byItsFirstFragment() {
    EchoProbe.writeRequest(packet, AT, 1416, 7);
    packet.putInt(AT + Ip.SOURCE_OFFSET, 0x0a2a0001);
    packet.put(ICMP, (byte) 0);
    packet.putShort(AT + Ip.FLAGS_OFFSET, (short) Ip.MORE_FRAGMENTS);
    assertThat(EchoProbe.isProbe(packet, AT, 1196)).isTrue();
    assertThat(EchoProbe.isRequest(packet, AT)).isFalse();
    packet.putShort(AT + Ip.FLAGS_OFFSET, (short) (1176 / 8));
    assertThat(EchoProbe.isProbe(packet, AT, 240)).isFalse();
  }

  @Test
  void shouldLeaveOthersAlone_whateverTheyLookLike() {
    for (int at : new int[] {0, 9, 20, 24, 25, 28, 35}) {
      EchoProbe.writeRequest(packet, AT, 100, 7);
      packet.put(AT + at, (byte) (packet.get(AT + at) ^ 1));
      assertThat(EchoProbe.isProbe(packet, AT, 100)).as("byte %d differs", at).isFalse();
    }
    EchoProbe.writeRequest(packet, AT, 100, 7);
    assertThat(EchoProbe.isProbe(packet, AT, EchoProbe.MIN_BYTES - 1)).isFalse();
  }

  /** The ones-complement sum as a plain loop, unlike the code's. */
  private int sum(int offset, int length) {
    long sum = 0;
    for (int i = 0; i < length; i++) {
      sum += (packet.get(offset + i) & 0xff) << (i % 2 == 0 ? 8 : 0);
    }
    while (sum > 0xffff) {
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    return (int) sum;
  }
}
