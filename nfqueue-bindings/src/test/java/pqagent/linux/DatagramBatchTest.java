package pqagent.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class DatagramBatchTest {
  @Test
  void shouldPackWithoutGaps_whenAppended() {
    try (DatagramBatch batch = DatagramBatch.forSending(1000, 3)) {
      assertThat(batch.append(100, 0x0a000001, 7)).isZero();
      assertThat(batch.append(0, 0x0a000002, 65535)).isEqualTo(100);
      assertThat(batch.append(900, 0xc0a80001, 9)).isEqualTo(100);
      assertThat(batch.size()).isEqualTo(3);
      assertThat(batch.address(2)).isEqualTo(0xc0a80001);
      assertThat(batch.port(1)).isEqualTo(65535);
      assertThat(batch.buffer().order()).isEqualTo(ByteOrder.BIG_ENDIAN);
      assertThat(batch.hasRoom(0)).isFalse();
    }
  }

  @Test
  void shouldRefuse_whenFull() {
    try (DatagramBatch batch = DatagramBatch.forSending(1000, 3)) {
      batch.append(999, 1, 1);
      assertThat(batch.hasRoom(1)).isTrue();
      assertThat(batch.hasRoom(2)).isFalse();
      assertThatIllegalStateException().isThrownBy(() -> batch.append(2, 1, 1));
      assertThatIllegalArgumentException().isThrownBy(() -> batch.append(65_508, 1, 1));
      assertThatIllegalArgumentException().isThrownBy(() -> batch.append(-1, 1, 1));
      assertThat(batch.size()).isOne();
    }
  }

  @Test
  void shouldReuseRoom_whenTruncatedOrCleared() {
    try (DatagramBatch batch = DatagramBatch.forSending(300, 3)) {
      batch.append(100, 1, 1);
      batch.append(100, 1, 1);
      batch.append(100, 1, 1);
      batch.truncate(1);
      assertThat(batch.size()).isOne();
      assertThat(batch.append(200, 2, 2)).isEqualTo(100);
      batch.truncate(2);
      assertThat(batch.size()).isEqualTo(2);
      assertThatThrownBy(() -> batch.truncate(3)).isInstanceOf(IndexOutOfBoundsException.class);
      batch.clear();
      assertThatThrownBy(() -> batch.port(0)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThat(batch.append(300, 2, 2)).isZero();
    }
  }
}
