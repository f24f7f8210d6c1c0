package pqagent.crypto.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import pqagent.crypto.handshake.ReplayFilter.Insertion;

class ReplayFilterTest {
  private final ReplayFilter filter = new ReplayFilter(3);

  @Test
  void shouldKnowACiphertextForAsLongAsASlotLives_whenInserted() {
    assertThat(filter.contains(ciphertext(1), 100)).isFalse();
    assertThat(filter.insert(ciphertext(1), 100)).isEqualTo(Insertion.ADDED);
    assertThat(filter.insert(ciphertext(1), 219)).isEqualTo(Insertion.SEEN);
    assertThat(filter.contains(ciphertext(1), 219)).isTrue();
    assertThat(filter.contains(ciphertext(2), 219)).isFalse();
    assertThat(filter.contains(ciphertext(1), 220)).isFalse();
    assertThat(filter.insert(ciphertext(1), 220)).isEqualTo(Insertion.ADDED);
  }

  @Test
  void shouldRefuseNewOnesAndForgetNone_whenFull() {
    for (int i = 0; i < 3; i++) {
      assertThat(filter.isFull(100 + i)).isFalse();
      assertThat(filter.insert(ciphertext(i), 100 + i)).isEqualTo(Insertion.ADDED);
    }
    assertThat(filter.isFull(102)).isTrue();
    assertThat(filter.insert(ciphertext(9), 102)).isEqualTo(Insertion.FULL);
    assertThat(filter.insert(ciphertext(0), 102)).isEqualTo(Insertion.SEEN);
    assertThat(filter.size()).isEqualTo(3);
    assertThat(filter.insert(ciphertext(9), 220)).isEqualTo(Insertion.ADDED);
    assertThat(filter.contains(ciphertext(1), 220)).isTrue();
  }

  @Test
  void shouldMakeRoomAgain_whenTheClockWasSetBack() {
    assertThat(filter.insert(ciphertext(0), 10_000)).isEqualTo(Insertion.ADDED);
    assertThat(filter.insert(ciphertext(1), 100)).isEqualTo(Insertion.ADDED);
    assertThat(filter.insert(ciphertext(2), 100)).isEqualTo(Insertion.ADDED);
    assertThat(filter.insert(ciphertext(3), 219)).isEqualTo(Insertion.FULL);
    assertThat(filter.insert(ciphertext(3), 220)).isEqualTo(Insertion.ADDED);
    assertThat(filter.contains(ciphertext(0), 220)).isTrue();
  }

  @Test
  void shouldTellThemApart_whenTheyDifferInTheLastByteOnly() {
    byte[] other = ciphertext(1);
    other[193] ^= 1;
    assertThat(filter.insert(ciphertext(1), 100)).isEqualTo(Insertion.ADDED);
    assertThat(filter.contains(other, 100)).isFalse();
  }

  @Test
  void shouldThrow_whenCapacityIsNone() {
    assertThatThrownBy(() -> new ReplayFilter(0)).isInstanceOf(IllegalArgumentException.class);
  }

  private static byte[] ciphertext(int number) {
    return ByteBuffer.allocate(HandshakeMessage.C0_BYTES).putInt(number).array();
  }
}
