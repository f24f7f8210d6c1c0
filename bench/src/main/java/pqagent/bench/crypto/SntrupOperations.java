package pqagent.bench.crypto;

import static pqagent.bench.crypto.Operation.addIfPresent;
import static pqagent.bench.crypto.Operation.implementations;

import java.security.SecureRandom;
import java.util.List;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.pqc.crypto.ntruprime.SNTRUPrimeKEMExtractor;
import org.bouncycastle.pqc.crypto.ntruprime.SNTRUPrimeKEMGenerator;
import org.bouncycastle.pqc.crypto.ntruprime.SNTRUPrimeKeyGenerationParameters;
import org.bouncycastle.pqc.crypto.ntruprime.SNTRUPrimeKeyPairGenerator;
import org.bouncycastle.pqc.crypto.ntruprime.SNTRUPrimeParameters;
import org.bouncycastle.pqc.crypto.ntruprime.SNTRUPrimePrivateKeyParameters;
import pqagent.bench.foreign.Calls;
import pqagent.bench.foreign.NativeKem;
import pqagent.bench.foreign.SharedLibrary;
import pqagent.crypto.primitive.Sntrup761;

/** sntrup761 (NTRU Prime, round 3). */
final class SntrupOperations {
  private SntrupOperations() {}

  static List<Operation> all() {
    List<Implementation> keyPair =
        implementations(
            Implementation.ours(SntrupOperations::keyPair),
            Implementation.bouncyCastle(SntrupOperations::bouncyCastleKeyPair));
    List<Implementation> encapsulate =
        implementations(
            Implementation.ours(SntrupOperations::encapsulate),
            Implementation.bouncyCastle(SntrupOperations::bouncyCastleEncapsulate));
    List<Implementation> decapsulate =
        implementations(
            Implementation.ours(SntrupOperations::decapsulate),
            Implementation.bouncyCastle(SntrupOperations::bouncyCastleDecapsulate));
    addIfPresent(keyPair, SharedLibrary.NTRUPRIME, () -> kem().keyPair(1));
    addIfPresent(encapsulate, SharedLibrary.NTRUPRIME, () -> kem().encapsulate());
    addIfPresent(decapsulate, SharedLibrary.NTRUPRIME, () -> kem().decapsulate());
    return List.of(
        Operation.of("sntrup761.keypair", keyPair),
        Operation.of("sntrup761.encapsulate", encapsulate),
        Operation.of("sntrup761.decapsulate", decapsulate));
  }

  private static Work keyPair() {
    byte[] publicKey = new byte[Sntrup761.PUBLIC_KEY_BYTES];
    byte[] secretKey = new byte[Sntrup761.SECRET_KEY_BYTES];
    SecureRandom random = new SecureRandom();
    return () -> {
      Sntrup761.generateKeyPair(publicKey, secretKey, random);
      return publicKey;
    };
  }

  private static Work encapsulate() {
    byte[] publicKey = new byte[Sntrup761.PUBLIC_KEY_BYTES];
    byte[] ciphertext = new byte[Sntrup761.CIPHERTEXT_BYTES];
    byte[] sharedKey = new byte[Sntrup761.SHARED_KEY_BYTES];
    SecureRandom random = new SecureRandom();
    Sntrup761.generateKeyPair(publicKey, new byte[Sntrup761.SECRET_KEY_BYTES], random);
    return () -> {
      Sntrup761.encapsulate(publicKey, ciphertext, sharedKey, random);
      return sharedKey;
    };
  }

  private static Work decapsulate() {
    byte[] publicKey = new byte[Sntrup761.PUBLIC_KEY_BYTES];
    byte[] secretKey = new byte[Sntrup761.SECRET_KEY_BYTES];
    byte[] ciphertext = new byte[Sntrup761.CIPHERTEXT_BYTES];
    byte[] sharedKey = new byte[Sntrup761.SHARED_KEY_BYTES];
    SecureRandom random = new SecureRandom();
    Sntrup761.generateKeyPair(publicKey, secretKey, random);
    Sntrup761.encapsulate(publicKey, ciphertext, sharedKey, random);
    return () -> {
      Sntrup761.decapsulate(secretKey, ciphertext, sharedKey);
      return sharedKey;
    };
  }

  private static SNTRUPrimeKeyPairGenerator bouncyCastleGenerator() {
    SNTRUPrimeKeyPairGenerator generator = new SNTRUPrimeKeyPairGenerator();
    generator.init(
        new SNTRUPrimeKeyGenerationParameters(new SecureRandom(), SNTRUPrimeParameters.sntrup761));
    return generator;
  }

  private static Work bouncyCastleKeyPair() {
    SNTRUPrimeKeyPairGenerator generator = bouncyCastleGenerator();
    return generator::generateKeyPair;
  }

  private static Work bouncyCastleEncapsulate() {
    AsymmetricCipherKeyPair pair = bouncyCastleGenerator().generateKeyPair();
    SNTRUPrimeKEMGenerator kem = new SNTRUPrimeKEMGenerator(new SecureRandom());
    return () -> kem.generateEncapsulated(pair.getPublic());
  }

  private static Work bouncyCastleDecapsulate() {
    AsymmetricCipherKeyPair pair = bouncyCastleGenerator().generateKeyPair();
    byte[] ciphertext =
        new SNTRUPrimeKEMGenerator(new SecureRandom())
            .generateEncapsulated(pair.getPublic())
            .getEncapsulation();
    SNTRUPrimeKEMExtractor kem =
        new SNTRUPrimeKEMExtractor((SNTRUPrimePrivateKeyParameters) pair.getPrivate());
    return () -> kem.extractSecret(ciphertext);
  }

  private static KemInC kem() {
    return new KemInC(
        NativeKem.sntrup761(),
        Calls.memory(Sntrup761.PUBLIC_KEY_BYTES),
        Calls.memory(Sntrup761.SECRET_KEY_BYTES),
        Calls.memory(Sntrup761.CIPHERTEXT_BYTES),
        Calls.memory(Sntrup761.SHARED_KEY_BYTES));
  }
}
