package pqagent.bench.crypto;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import java.util.stream.Stream;
import pqagent.bench.foreign.Calls;
import pqagent.crypto.primitive.ChaCha20Poly1305;

/** What every AEAD of the bench is given: packets of one batch, with a fresh key each. */
final class Packets {
  /** Packets of a batch. */
  static final int COUNT = 32;

  static final int AAD_BYTES = 40;
  static final int TEXT_BYTES = 1200;
  static final int SEALED_BYTES = TEXT_BYTES + ChaCha20Poly1305.TAG_BYTES;
  static final int PACKET_BYTES = AAD_BYTES + SEALED_BYTES;
  static final int KEY_BYTES = ChaCha20Poly1305.KEY_BYTES;

  private static final MemoryLayout KEY = MemoryLayout.sequenceLayout(KEY_BYTES, JAVA_BYTE);

  private Packets() {}

  /** The keys of all packets, one behind the other. */
  static byte[] keys() {
    return random(COUNT * KEY_BYTES);
  }

  static byte[] random(int bytes) {
    byte[] out = new byte[bytes];
    new Random(bytes).nextBytes(out);
    return out;
  }

  /** Memory of its own for each key. */
  static MemorySegment[] keysInC() {
    MemorySegment all = Calls.copyOf(keys());
    return all.elements(KEY).toArray(MemorySegment[]::new);
  }

  /** Memory for each packet, of random content. */
  static MemorySegment[] memoryInC(int bytes) {
    return Stream.generate(() -> Calls.copyOf(random(bytes)))
        .limit(COUNT)
        .toArray(MemorySegment[]::new);
  }
}
