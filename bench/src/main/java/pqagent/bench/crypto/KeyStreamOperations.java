package pqagent.bench.crypto;

import static pqagent.bench.crypto.Operation.addIfPresent;
import static pqagent.bench.crypto.Operation.implementations;

import java.lang.foreign.MemorySegment;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.ChaCha20ParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.engines.ChaChaEngine;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;
import pqagent.bench.foreign.Calls;
import pqagent.bench.foreign.OpenSsl;
import pqagent.bench.foreign.SharedLibrary;
import pqagent.bench.foreign.Sodium;
import pqagent.crypto.primitive.KeyStream;

/**
 * One step of a chain: from its key, 608 bytes of ChaCha20's key stream, which are the chain's next
 * key and 18 packets' keys.
 */
final class KeyStreamOperations {
  private static final int KEYS = 1 + 18;
  private static final int KEY_BYTES = KeyStream.KEY_BYTES;
  private static final int BYTES = KEYS * KEY_BYTES;

  private KeyStreamOperations() {}

  static List<Operation> all() {
    List<Implementation> step =
        implementations(
            Implementation.ours(KeyStreamOperations::derive),
            Implementation.bouncyCastle(KeyStreamOperations::bouncyCastle),
            Implementation.jdk(KeyStreamOperations::jdk));
    addIfPresent(step, SharedLibrary.SODIUM, KeyStreamOperations::sodium);
    addIfPresent(step, SharedLibrary.OPENSSL, KeyStreamOperations::openSsl);
    return List.of(new Operation("keystream.18", 1, true, step));
  }

  private static Work derive() {
    byte[] block = Packets.random(BYTES);
    return () -> {
      KeyStream.derive(KEYS, block, 0, block, 0);
      return block;
    };
  }

  private static Work bouncyCastle() {
    ChaChaEngine engine = new ChaChaEngine(20);
    byte[] block = Packets.random(BYTES);
    byte[] zeros = new byte[BYTES];
    byte[] nonce = new byte[8];
    return () -> {
      engine.init(true, new ParametersWithIV(new KeyParameter(block, 0, KEY_BYTES), nonce));
      engine.processBytes(zeros, 0, BYTES, block, 0);
      return block;
    };
  }

  private static Work jdk() {
    byte[] block = Packets.random(BYTES);
    byte[] zeros = new byte[BYTES];
    ChaCha20ParameterSpec start = new ChaCha20ParameterSpec(new byte[12], 0);
    try {
      Cipher cipher = Cipher.getInstance("ChaCha20");
      return () -> {
        try {
          SecretKeySpec key = new SecretKeySpec(block, 0, KEY_BYTES, "ChaCha20");
          cipher.init(Cipher.ENCRYPT_MODE, key, start);
          cipher.doFinal(zeros, 0, BYTES, block, 0);
          return block;
        } catch (GeneralSecurityException e) {
          throw new IllegalStateException(e);
        }
      };
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Work sodium() {
    MemorySegment block = Calls.copyOf(Packets.random(BYTES));
    MemorySegment key = Calls.memory(KEY_BYTES);
    MemorySegment nonce = Calls.memory(8);
    return () -> {
      MemorySegment.copy(block, 0, key, 0, KEY_BYTES);
      Sodium.stream(block, nonce, key);
      return block;
    };
  }

  private static Work openSsl() {
    OpenSsl cipher = OpenSsl.chaCha20();
    MemorySegment block = Calls.copyOf(Packets.random(BYTES));
    MemorySegment zeros = Calls.memory(BYTES);
    MemorySegment nonce = Calls.memory(16);
    return () -> {
      cipher.stream(block, zeros, nonce, block);
      return block;
    };
  }
}
