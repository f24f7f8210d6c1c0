package pqagent.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class EchoProbeTest {
  private final ByteBuffer packet = ByteBuffer.allocate(3 + EchoProbe.BYTES);

  @Test
  void shouldBeAWellFormedRequest_andNotItsOwnAnswer() {
    EchoProbe.write(packet, 3);
    assertThat(Ip.isWellFormed(packet, 3, EchoProbe.BYTES)).isTrue();
    assertThat(sum(3, Ip.MIN_HEADER_BYTES)).isEqualTo(0xffff);
    assertThat(sum(3 + Ip.MIN_HEADER_BYTES, Icmp.HEADER_BYTES)).isEqualTo(0xffff);
    assertThat(EchoProbe.isAnswer(packet, 3, EchoProbe.BYTES)).isFalse();
  }

  @Test
  void shouldKnowItsAnswer_whateverTheAddresses() {
    EchoProbe.write(packet, 3);
    packet.putInt(3 + 12, 0x0a2a0001);
    packet.put(3 + Ip.MIN_HEADER_BYTES, (byte) 0);
    assertThat(EchoProbe.isAnswer(packet, 3, EchoProbe.BYTES)).isTrue();
    assertThat(EchoProbe.isAnswer(packet, 3, EchoProbe.BYTES - 1)).isFalse();
    packet.put(3 + Ip.MIN_HEADER_BYTES + 4, (byte) 0);
    assertThat(EchoProbe.isAnswer(packet, 3, EchoProbe.BYTES)).isFalse();
  }

  /** The ones-complement sum as a plain loop, unlike the code's. */
  private int sum(int offset, int length) {
    int sum = 0;
    for (int i = offset; i < offset + length; i += 2) {
      sum += packet.getShort(i) & 0xffff;
    }
    return (sum & 0xffff) + (sum >>> 16);
  }
}
