package pqagent.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VirtioNetHeaderTest {
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldFillEveryField_whateverTheOrderOfTheBuffer(boolean isBigEndian) {
    byte[] bytes = new byte[12];
    ByteBuffer header =
        ByteBuffer.wrap(bytes).order(isBigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    ByteBuffer fields = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());

    VirtioNetHeader.tcp4(header, 1, 52, 20, 1148);
    assertThat(bytes[1]).isEqualTo((byte) 1);
    assertThat(bytes[2]).isEqualTo((byte) 1);
    assertThat(fields.getShort(3)).isEqualTo((short) 52);
    assertThat(fields.getShort(5)).isEqualTo((short) 1148);
    assertThat(fields.getShort(7)).isEqualTo((short) 20);
    assertThat(fields.getShort(9)).isEqualTo((short) 16);

    VirtioNetHeader.udp4(header, 1, 28, 20, 64);
    assertThat(bytes[1]).isEqualTo((byte) 1);
    assertThat(bytes[2]).isEqualTo((byte) 5);
    assertThat(fields.getShort(3)).isEqualTo((short) 28);
    assertThat(fields.getShort(5)).isEqualTo((short) 64);
    assertThat(fields.getShort(9)).isEqualTo((short) 6);

    VirtioNetHeader.needsChecksum(header, 1, 24, 6);
    assertThat(bytes[1]).isEqualTo((byte) 1);
    assertThat(bytes[2]).isZero();
    assertThat(fields.getInt(3)).isZero();
    assertThat(fields.getShort(7)).isEqualTo((short) 24);
    assertThat(fields.getShort(9)).isEqualTo((short) 6);

    Arrays.fill(bytes, (byte) 0x77);
    VirtioNetHeader.plain(header, 1);
    assertThat(bytes).containsExactly(0x77, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x77);
  }
}
