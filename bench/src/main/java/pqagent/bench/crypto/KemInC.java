package pqagent.bench.crypto;

import java.lang.foreign.MemorySegment;
import pqagent.bench.foreign.NativeKem;

/** A key encapsulation in C with the memory for all that comes out of it. */
record KemInC(
    NativeKem kem,
    MemorySegment publicKey,
    MemorySegment secretKey,
    MemorySegment ciphertext,
    MemorySegment sharedKey) {

  Work keyPair(int times) {
    return () -> {
      for (int i = 0; i < times; i++) {
        kem.keyPair(publicKey, secretKey);
      }
      return publicKey;
    };
  }

  Work encapsulate() {
    kem.keyPair(publicKey, secretKey);
    return () -> {
      kem.encapsulate(ciphertext, sharedKey, publicKey);
      return sharedKey;
    };
  }

  Work decapsulate() {
    kem.keyPair(publicKey, secretKey);
    kem.encapsulate(ciphertext, sharedKey, publicKey);
    return () -> {
      kem.decapsulate(sharedKey, ciphertext, secretKey);
      return sharedKey;
    };
  }
}
