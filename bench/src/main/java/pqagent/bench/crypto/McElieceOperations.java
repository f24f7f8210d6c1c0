package pqagent.bench.crypto;

import static pqagent.bench.crypto.Operation.addIfPresent;
import static pqagent.bench.crypto.Operation.implementations;

import java.security.SecureRandom;
import java.util.List;
import org.bouncycastle.crypto.generators.CMCEKeyPairGenerator;
import org.bouncycastle.crypto.kems.CMCEKEMExtractor;
import org.bouncycastle.crypto.kems.CMCEKEMGenerator;
import org.bouncycastle.crypto.params.CMCEKeyGenerationParameters;
import org.bouncycastle.crypto.params.CMCEParameters;
import org.bouncycastle.crypto.params.CMCEPrivateKeyParameters;
import org.bouncycastle.crypto.params.CMCEPublicKeyParameters;
import pqagent.bench.foreign.Calls;
import pqagent.bench.foreign.NativeKem;
import pqagent.bench.foreign.SharedLibrary;
import pqagent.crypto.primitive.McEliece6960119;

/** mceliece6960119 (Classic McEliece specification of 2022). */
@SuppressWarnings("deprecation") // the only Classic McEliece that BouncyCastle has; it is pinned
final class McElieceOperations {
  /**
   * A key pair takes as many attempts as its seed wants (3.4 on average), so everybody makes these
   * keys; C libraries draw their own seeds.
   */
  private static final long[] SEEDS = {1, 2, 3};

  private static final CMCEParameters PARAMETERS = CMCEParameters.mceliece6960119;

  private McElieceOperations() {}

  static List<Operation> all() {
    List<Implementation> keyPair =
        implementations(
            Implementation.ours(McElieceOperations::keyPair),
            Implementation.bouncyCastle(McElieceOperations::bouncyCastleKeyPair));
    List<Implementation> encapsulate =
        implementations(
            Implementation.ours(McElieceOperations::encapsulate),
            Implementation.bouncyCastle(McElieceOperations::bouncyCastleEncapsulate));
    List<Implementation> decapsulate =
        implementations(
            Implementation.ours(McElieceOperations::decapsulate),
            Implementation.bouncyCastle(McElieceOperations::bouncyCastleDecapsulate));
    addIfPresent(keyPair, SharedLibrary.MCELIECE, () -> kem().keyPair(SEEDS.length));
    addIfPresent(encapsulate, SharedLibrary.MCELIECE, () -> kem().encapsulate());
    addIfPresent(decapsulate, SharedLibrary.MCELIECE, () -> kem().decapsulate());
    return List.of(
        new Operation("mceliece6960119.keypair", SEEDS.length, false, keyPair),
        Operation.of("mceliece6960119.encapsulate", encapsulate),
        Operation.of("mceliece6960119.decapsulate", decapsulate));
  }

  private static Work keyPair() {
    byte[] publicKey = new byte[McEliece6960119.PUBLIC_KEY_BYTES];
    byte[] secretKey = new byte[McEliece6960119.SECRET_KEY_BYTES];
    SeededRandom random = new SeededRandom(0);
    return () -> {
      for (long seed : SEEDS) {
        random.restart(seed);
        McEliece6960119.generateKeyPair(publicKey, secretKey, random);
      }
      return publicKey;
    };
  }

  private static Work encapsulate() {
    byte[] publicKey = new byte[McEliece6960119.PUBLIC_KEY_BYTES];
    byte[] secretKey = new byte[McEliece6960119.SECRET_KEY_BYTES];
    McEliece6960119.generateKeyPair(publicKey, secretKey, new SeededRandom(SEEDS[0]));
    byte[] ciphertext = new byte[McEliece6960119.CIPHERTEXT_BYTES];
    byte[] sharedKey = new byte[McEliece6960119.SHARED_KEY_BYTES];
    SecureRandom random = new SecureRandom();
    return () -> {
      McEliece6960119.encapsulate(publicKey, ciphertext, sharedKey, random);
      return sharedKey;
    };
  }

  private static Work decapsulate() {
    byte[] publicKey = new byte[McEliece6960119.PUBLIC_KEY_BYTES];
    byte[] secretKey = new byte[McEliece6960119.SECRET_KEY_BYTES];
    McEliece6960119.generateKeyPair(publicKey, secretKey, new SeededRandom(SEEDS[0]));
    byte[] ciphertext = new byte[McEliece6960119.CIPHERTEXT_BYTES];
    byte[] sharedKey = new byte[McEliece6960119.SHARED_KEY_BYTES];
    McEliece6960119.encapsulate(publicKey, ciphertext, sharedKey, new SecureRandom());
    return () -> {
      McEliece6960119.decapsulate(secretKey, ciphertext, sharedKey);
      return sharedKey;
    };
  }

  private static CMCEKeyPairGenerator bouncyCastleGenerator(SecureRandom random) {
    CMCEKeyPairGenerator generator = new CMCEKeyPairGenerator();
    generator.init(new CMCEKeyGenerationParameters(random, PARAMETERS));
    return generator;
  }

  private static Work bouncyCastleKeyPair() {
    SeededRandom random = new SeededRandom(0);
    CMCEKeyPairGenerator generator = bouncyCastleGenerator(random);
    return () -> {
      Object last = generator;
      for (long seed : SEEDS) {
        random.restart(seed);
        last = generator.generateKeyPair();
      }
      return last;
    };
  }

  private static Work bouncyCastleEncapsulate() {
    var pair = bouncyCastleGenerator(new SeededRandom(SEEDS[0])).generateKeyPair();
    CMCEPublicKeyParameters publicKey = (CMCEPublicKeyParameters) pair.getPublic();
    CMCEKEMGenerator kem = new CMCEKEMGenerator(new SecureRandom());
    return () -> kem.generateEncapsulated(publicKey);
  }

  private static Work bouncyCastleDecapsulate() {
    var pair = bouncyCastleGenerator(new SeededRandom(SEEDS[0])).generateKeyPair();
    byte[] ciphertext =
        new CMCEKEMGenerator(new SecureRandom())
            .generateEncapsulated(pair.getPublic())
            .getEncapsulation();
    CMCEKEMExtractor kem = new CMCEKEMExtractor((CMCEPrivateKeyParameters) pair.getPrivate());
    return () -> kem.extractSecret(ciphertext);
  }

  private static KemInC kem() {
    return new KemInC(
        NativeKem.mceliece6960119(),
        Calls.memory(McEliece6960119.PUBLIC_KEY_BYTES),
        Calls.memory(McEliece6960119.SECRET_KEY_BYTES),
        Calls.memory(McEliece6960119.CIPHERTEXT_BYTES),
        Calls.memory(McEliece6960119.SHARED_KEY_BYTES));
  }
}
