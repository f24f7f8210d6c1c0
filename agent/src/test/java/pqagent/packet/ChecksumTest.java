package pqagent.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ChecksumTest {

  @Test
  void shouldMatchExample_ofRfc1071() {
    byte[] example = {
      0x00, 0x01, (byte) 0xf2, 0x03, (byte) 0xf4, (byte) 0xf5, (byte) 0xf6, (byte) 0xf7
    };
    assertThat(Checksum.fold(Checksum.sum(ByteBuffer.wrap(example), 0, 8))).isEqualTo(0xddf2);
  }

  @Property
  void shouldMatchSlowSum_atAnyOffsetAndLength(
      @ForAll @Size(max = 100) byte[] bytes, @ForAll @IntRange(max = 9) int offset) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(offset + bytes.length + 3);
    buffer.put(offset, bytes);
    assertThat(Checksum.of(Checksum.sum(buffer, offset, bytes.length)))
        .isEqualTo(Packets.checksum(bytes));
  }

  @Test
  void shouldFoldEveryCarry_whenAllBytesAreOnes() {
    ByteBuffer buffer = ByteBuffer.allocate(65536);
    for (int i = 0; i < buffer.capacity(); i++) {
      buffer.put(i, (byte) 0xff);
    }
    assertThat(Checksum.fold(Checksum.sum(buffer, 0, 65536))).isEqualTo(0xffff);
  }

  @Property
  void shouldStayRight_whenUpdatedByDifference(
      @ForAll @Size(40) byte[] bytes, @ForAll int newWord, @ForAll @IntRange(max = 8) int word) {
    // As in a header there is always something that is not zero; else 0 and 0xffff differ.
    ByteBuffer buffer = ByteBuffer.wrap(bytes.clone()).put(39, (byte) 1);
    int checksum = Packets.checksum(buffer.array());
    int oldWord = buffer.getInt(word * 4);
    buffer.putInt(word * 4, newWord);
    int updated = Checksum.update(checksum, Checksum.address(oldWord), Checksum.address(newWord));
    byte[] field = {(byte) (updated >> 8), (byte) updated};
    assertThat(Packets.checksum(buffer.array(), field)).isZero();
  }
}
