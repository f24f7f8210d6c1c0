package pqagent.bench.crypto;

import java.lang.foreign.MemorySegment;
import pqagent.bench.foreign.Calls;
import pqagent.bench.foreign.OpenSsl;
import pqagent.bench.foreign.Sodium;

/** An AEAD in C, in memory of its own. */
abstract class AeadInC extends PacketAead {
  final MemorySegment[] keys = Packets.keysInC();
  final MemorySegment[] sealed = Packets.memoryInC(Packets.SEALED_BYTES);
  final MemorySegment aad = Calls.copyOf(Packets.random(Packets.AAD_BYTES));
  final MemorySegment text = Calls.copyOf(Packets.random(Packets.TEXT_BYTES));
  final MemorySegment opened = Calls.memory(Packets.TEXT_BYTES);
  final MemorySegment nonce = Calls.memory(12);

  static final class OfSodium extends AeadInC {
    @Override
    Object seal(int i) {
      Sodium.seal(sealed[i], text, aad, nonce, keys[i]);
      return this;
    }

    @Override
    Object open(int i) {
      AeadOperations.require(Sodium.open(opened, sealed[i], aad, nonce, keys[i]));
      return this;
    }
  }

  static final class OfOpenSsl extends AeadInC {
    private final OpenSsl cipher = OpenSsl.chaCha20Poly1305();

    @Override
    Object seal(int i) {
      cipher.seal(sealed[i], text, aad, nonce, keys[i]);
      return this;
    }

    @Override
    Object open(int i) {
      AeadOperations.require(cipher.open(opened, sealed[i], aad, nonce, keys[i]));
      return this;
    }
  }
}
