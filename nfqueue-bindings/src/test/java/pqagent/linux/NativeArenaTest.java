package pqagent.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class NativeArenaTest {
  @Test
  void shouldGiveZeroedAlignedBlocks_whenAllocated() {
    try (NativeArena arena = new NativeArena()) {
      for (int bytes : new int[] {1, 63, 64, 65, 4096, 100_001}) {
        NativeArena.Block block = arena.allocate(bytes);
        assertThat(block.address() % 64).isZero();
        assertThat(block.buffer().capacity()).isEqualTo(bytes);
        assertThat(block.buffer().order()).isEqualTo(ByteOrder.nativeOrder());
        for (int i = 0; i < bytes; i++) {
          assertThat(block.buffer().get(i)).isZero();
        }
      }
    }
  }

  @Test
  void shouldBeTheMemoryAtItsAddress_whenWritten() {
    try (NativeArena arena = new NativeArena()) {
      NativeArena.Block block = arena.allocate(100);
      block.buffer().putInt(96, 0x12345678);
      assertThat(new Pointer(block.address()).getInt(96)).isEqualTo(0x12345678);
    }
  }

  @Test
  void shouldThrow_whenUsedAfterClose() {
    NativeArena arena = new NativeArena();
    ByteBuffer buffer = arena.allocate(8).buffer();
    ByteBuffer view = buffer.duplicate();
    arena.close();
    arena.close();
    assertThatIllegalStateException().isThrownBy(() -> buffer.get(0));
    assertThatIllegalStateException().isThrownBy(() -> view.putLong(0, 1));
    assertThatIllegalStateException().isThrownBy(() -> arena.allocate(1));
  }
}
