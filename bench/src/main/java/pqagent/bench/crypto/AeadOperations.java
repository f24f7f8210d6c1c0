package pqagent.bench.crypto;

import static pqagent.bench.crypto.Operation.addIfPresent;
import static pqagent.bench.crypto.Operation.implementations;
import static pqagent.bench.crypto.Packets.AAD_BYTES;
import static pqagent.bench.crypto.Packets.COUNT;
import static pqagent.bench.crypto.Packets.KEY_BYTES;
import static pqagent.bench.crypto.Packets.PACKET_BYTES;
import static pqagent.bench.crypto.Packets.TEXT_BYTES;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import pqagent.bench.foreign.SharedLibrary;
import pqagent.crypto.primitive.ChaCha20Poly1305;

/**
 * ChaCha20-Poly1305 (RFC 8439) over packets of 1200 bytes with 40 of associated data and a fresh
 * key each; in a batch of 32, of which one counts, and alone. Peers know no batches, so theirs is
 * the same work 32 times.
 *
 * <p>Ours works in place in direct memory, where packets are received. To open the same packets
 * again it needs them copied back, which counts; peers write elsewhere and need not.
 */
final class AeadOperations {
  private AeadOperations() {}

  static List<Operation> all() {
    return List.of(
        operation("aead.seal.1200.batch", true, COUNT, AeadOperations::sealBatch),
        operation("aead.open.1200.batch", false, COUNT, AeadOperations::openBatch),
        operation("aead.seal.1200.alone", true, 1, AeadOperations::sealAlone),
        operation("aead.open.1200.alone", false, 1, AeadOperations::openAlone));
  }

  private static Operation operation(String name, boolean seals, int count, Supplier<Work> ours) {
    List<Implementation> implementations =
        implementations(
            Implementation.ours(ours),
            Implementation.bouncyCastle(() -> new BouncyCastleAead().work(seals, count)),
            Implementation.jdk(() -> new JdkAead().work(seals, count)));
    addIfPresent(
        implementations, SharedLibrary.SODIUM, () -> new AeadInC.OfSodium().work(seals, count));
    addIfPresent(
        implementations, SharedLibrary.OPENSSL, () -> new AeadInC.OfOpenSsl().work(seals, count));
    return new Operation(name, count, true, implementations);
  }

  private static ByteBuffer packets() {
    byte[] content = Packets.random(COUNT * PACKET_BYTES);
    return ByteBuffer.allocateDirect(content.length).put(0, content);
  }

  private static int[] offsets() {
    return IntStream.range(0, COUNT).map(i -> i * PACKET_BYTES).toArray();
  }

  private static int[] lengths() {
    return IntStream.range(0, COUNT).map(i -> PACKET_BYTES).toArray();
  }

  private static Work sealBatch() {
    ChaCha20Poly1305 aead = new ChaCha20Poly1305();
    ByteBuffer packets = packets();
    byte[] keys = Packets.keys();
    int[] offsets = offsets();
    int[] lengths = lengths();
    return () -> {
      aead.sealBatch(keys, packets, offsets, lengths, 0, COUNT, AAD_BYTES);
      return packets;
    };
  }

  private static Work openBatch() {
    ChaCha20Poly1305 aead = new ChaCha20Poly1305();
    ByteBuffer sealed = packets();
    byte[] keys = Packets.keys();
    int[] offsets = offsets();
    int[] lengths = lengths();
    boolean[] authentic = new boolean[COUNT];
    aead.sealBatch(keys, sealed, offsets, lengths, 0, COUNT, AAD_BYTES);
    ByteBuffer packets = ByteBuffer.allocateDirect(sealed.capacity());
    return () -> {
      packets.put(0, sealed, 0, COUNT * PACKET_BYTES);
      aead.openBatch(keys, packets, offsets, lengths, 0, COUNT, AAD_BYTES, authentic);
      require(authentic[COUNT - 1]);
      return packets;
    };
  }

  private static Work sealAlone() {
    ChaCha20Poly1305 aead = new ChaCha20Poly1305();
    ByteBuffer packets = packets();
    byte[] keys = Packets.keys();
    Turn turn = new Turn();
    return () -> {
      int i = turn.next();
      int at = i * PACKET_BYTES;
      aead.seal(keys, i * KEY_BYTES, packets, at, AAD_BYTES, at + AAD_BYTES, TEXT_BYTES);
      return packets;
    };
  }

  private static Work openAlone() {
    ChaCha20Poly1305 aead = new ChaCha20Poly1305();
    ByteBuffer sealed = packets();
    byte[] keys = Packets.keys();
    aead.sealBatch(keys, sealed, offsets(), lengths(), 0, COUNT, AAD_BYTES);
    ByteBuffer packets = ByteBuffer.allocateDirect(sealed.capacity());
    Turn turn = new Turn();
    return () -> {
      int i = turn.next();
      int at = i * PACKET_BYTES;
      packets.put(at, sealed, at, PACKET_BYTES);
      require(aead.open(keys, i * KEY_BYTES, packets, at, AAD_BYTES, at + AAD_BYTES, TEXT_BYTES));
      return packets;
    };
  }

  static void require(boolean authentic) {
    if (!authentic) {
      throw new IllegalStateException("an authentic packet was refused");
    }
  }

  /** Whose turn it is, from 0 to 31 and again. */
  static final class Turn {
    private int last;

    int next() {
      last = (last + 1) % COUNT;
      return last;
    }
  }
}
