package pqagent.crypto.primitive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import pqagent.crypto.Allocations;
import pqagent.crypto.Vectors;

/**
 * The packet path makes no garbage, and nothing else puts its vectors on the heap: kilobytes a
 * call, and megabytes for a decapsulation. All kernels are in use here, as in an agent, since what
 * the JVM inlines in one depends on the others.
 */
class VectorAllocationTest {
  private static final int STEPS = 2_000;
  private static final int PACKETS = 33;
  private static final int PACKET_BYTES = 1256;
  private static final int AAD_BYTES = 40;

  /** What the counting itself, and a thread's business now and then, may come to. */
  private static final double NOTHING = 0.5;

  /** What four operations on keys need for themselves is 215 KB. */
  private static final double WORKING_ARRAYS = 300_000;

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
    assertSteadily(STEPS, NOTHING, step);
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
    assertSteadily(STEPS, NOTHING, step);
  }

  @Test
  void shouldAllocateNothing_whenPacketKeysAreDerived() {
    byte[] block = new byte[19 * KeyStream.KEY_BYTES];
    assertSteadily(STEPS, NOTHING, () -> KeyStream.derive(19, block, 0, block, 0));
    assertSteadily(STEPS, NOTHING, () -> KeyStream.derive(2, block, 0, block, 0));
  }

  @Test
  void shouldKeepVectorsOffTheHeap_whenKeysAreEncapsulated() {
    SecureRandom random = new SecureRandom();
    byte[] mceliecePublic = Vectors.bytes("mceliece_pk.bin");
    byte[] mcelieceSecret = Vectors.bytes("mceliece_sk.bin");
    byte[] sntrupPublic = new byte[Sntrup761.PUBLIC_KEY_BYTES];
    byte[] sntrupSecret = new byte[Sntrup761.SECRET_KEY_BYTES];
    Sntrup761.generateKeyPair(sntrupPublic, sntrupSecret, random);
    byte[] mceliece = new byte[McEliece6960119.CIPHERTEXT_BYTES];
    byte[] sntrup = new byte[Sntrup761.CIPHERTEXT_BYTES];
    byte[] key = new byte[32];
    Runnable step =
        () -> {
          McEliece6960119.encapsulate(mceliecePublic, mceliece, key, random);
          McEliece6960119.decapsulate(mcelieceSecret, mceliece, key);
          Sntrup761.encapsulate(sntrupPublic, sntrup, key, random);
          Sntrup761.decapsulate(sntrupSecret, sntrup, key);
        };
    assertSteadily(100, WORKING_ARRAYS, step);
  }

  @Test
  void shouldKeepVectorsOffTheHeap_whenManyMessagesAreHashed() {
    byte[] messages = new byte[100 * 1152];
    assertSteadily(100, WORKING_ARRAYS, () -> Shake256.hashEach(messages, 0, 1152, 100));
  }

  private static void assertSteadily(int steps, double bound, Runnable step) {
    assertThat(Allocations.bytesPerStep(steps, bound, step)).isLessThan(bound);
  }
}
