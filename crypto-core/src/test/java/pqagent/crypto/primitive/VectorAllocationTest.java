package pqagent.crypto.primitive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import pqagent.crypto.Allocations;

/** The packet path makes no garbage: one call that puts its vectors on the heap makes kilobytes. */
class VectorAllocationTest {
  private static final int STEPS = 2_000;
  private static final int PACKETS = 33;
  private static final int PACKET_BYTES = 1256;
  private static final int AAD_BYTES = 40;

  /** What the counting itself, and a thread's business now and then, may come to. */
  private static final double NOTHING = 0.5;

  private final ChaCha20Poly1305 aead = new ChaCha20Poly1305();
  private final byte[] keys = new byte[PACKETS * ChaCha20Poly1305.KEY_BYTES];
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(PACKETS * PACKET_BYTES);

  @Test
  void shouldAllocateNothing_whenPacketsAreSealedAndOpenedInBatches() {
    int[] offsets = new int[PACKETS];
    int[] lengths = new int[PACKETS];
    boolean[] authentic = new boolean[PACKETS];
    for (int i = 0; i < PACKETS; i++) {
      offsets[i] = i * PACKET_BYTES;
      lengths[i] = PACKET_BYTES - i * i;
    }
    Runnable step =
        () -> {
          aead.sealBatch(keys, buffer, offsets, lengths, 0, PACKETS, AAD_BYTES);
          buffer.put(offsets[5] + 60, (byte) (buffer.get(offsets[5] + 60) + 1));
          aead.openBatch(keys, buffer, offsets, lengths, 0, PACKETS, AAD_BYTES, authentic);
        };
    assertThat(Allocations.bytesPerStep(STEPS, step)).isLessThan(NOTHING);
    assertThat(authentic[4]).isTrue();
    assertThat(authentic[5]).isFalse();
  }

  @Test
  void shouldAllocateNothing_whenAPacketGoesAlone() {
    Runnable step =
        () -> {
          aead.seal(keys, 0, buffer, 0, AAD_BYTES, AAD_BYTES, 1200);
          aead.open(keys, 0, buffer, 0, AAD_BYTES, AAD_BYTES, 1200);
        };
    assertThat(Allocations.bytesPerStep(STEPS, step)).isLessThan(NOTHING);
  }

  @Test
  void shouldAllocateNothing_whenPacketKeysAreDerived() {
    byte[] block = new byte[19 * KeyStream.KEY_BYTES];
    assertThat(Allocations.bytesPerStep(STEPS, () -> KeyStream.derive(19, block, 0, block, 0)))
        .isLessThan(NOTHING);
    assertThat(Allocations.bytesPerStep(STEPS, () -> KeyStream.derive(2, block, 0, block, 0)))
        .isLessThan(NOTHING);
  }
}
