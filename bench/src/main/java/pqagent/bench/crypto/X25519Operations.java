package pqagent.bench.crypto;

import static pqagent.bench.crypto.Operation.addIfPresent;
import static pqagent.bench.crypto.Operation.implementations;

import java.lang.foreign.MemorySegment;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.List;
import javax.crypto.KeyAgreement;
import pqagent.bench.foreign.Calls;
import pqagent.bench.foreign.Lib25519;
import pqagent.bench.foreign.OpenSsl;
import pqagent.bench.foreign.SharedLibrary;
import pqagent.bench.foreign.Sodium;
import pqagent.crypto.primitive.X25519;

/**
 * X25519 (RFC 7748), from a secret key and a peer's public key to the shared secret. Who has keys
 * of types of their own, the JDK and OpenSSL, gets them made.
 */
final class X25519Operations {
  private static final int BYTES = X25519.KEY_BYTES;

  private X25519Operations() {}

  static List<Operation> all() {
    List<Implementation> agree =
        implementations(
            Implementation.ours(X25519Operations::agree),
            Implementation.bouncyCastle(X25519Operations::bouncyCastle),
            Implementation.jdk(X25519Operations::jdk));
    addIfPresent(agree, SharedLibrary.SODIUM, X25519Operations::sodium);
    addIfPresent(agree, SharedLibrary.OPENSSL, X25519Operations::openSsl);
    addIfPresent(agree, SharedLibrary.LIB25519, X25519Operations::lib25519);
    return List.of(Operation.of("x25519.agree", agree));
  }

  private static byte[] secretKey() {
    byte[] secretKey = new byte[BYTES];
    new SecureRandom().nextBytes(secretKey);
    return secretKey;
  }

  private static byte[] peerKey() {
    byte[] publicKey = new byte[BYTES];
    X25519.publicKey(secretKey(), publicKey);
    return publicKey;
  }

  private static Work agree() {
    byte[] secret = secretKey();
    byte[] peer = peerKey();
    byte[] shared = new byte[BYTES];
    return () -> {
      X25519.agree(secret, peer, shared);
      return shared;
    };
  }

  private static Work bouncyCastle() {
    byte[] secret = secretKey();
    byte[] peer = peerKey();
    byte[] shared = new byte[BYTES];
    return () -> {
      org.bouncycastle.math.ec.rfc7748.X25519.calculateAgreement(secret, 0, peer, 0, shared, 0);
      return shared;
    };
  }

  private static Work jdk() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("X25519");
      KeyPair own = generator.generateKeyPair();
      PublicKey peer = generator.generateKeyPair().getPublic();
      KeyAgreement agreement = KeyAgreement.getInstance("X25519");
      return () -> {
        try {
          agreement.init(own.getPrivate());
          agreement.doPhase(peer, true);
          return agreement.generateSecret();
        } catch (GeneralSecurityException e) {
          throw new IllegalStateException(e);
        }
      };
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Work sodium() {
    MemorySegment secret = Calls.copyOf(secretKey());
    MemorySegment peer = Calls.copyOf(peerKey());
    MemorySegment shared = Calls.memory(BYTES);
    return () -> {
      Sodium.agree(shared, secret, peer);
      return shared;
    };
  }

  private static Work openSsl() {
    OpenSsl context = OpenSsl.x25519(secretKey(), peerKey());
    MemorySegment shared = Calls.memory(BYTES);
    return () -> {
      context.agree(shared);
      return shared;
    };
  }

  private static Work lib25519() {
    MemorySegment secret = Calls.copyOf(secretKey());
    MemorySegment peer = Calls.copyOf(peerKey());
    MemorySegment shared = Calls.memory(BYTES);
    return () -> {
      Lib25519.agree(shared, peer, secret);
      return shared;
    };
  }
}
