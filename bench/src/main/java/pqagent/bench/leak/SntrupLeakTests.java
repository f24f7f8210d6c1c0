package pqagent.bench.leak;

import static pqagent.bench.leak.LeakTests.fixed;
import static pqagent.bench.leak.LeakTests.random;

import java.security.SecureRandom;
import java.util.List;
import pqagent.crypto.primitive.Sntrup761;

/** sntrup761: what a ciphertext and a short polynomial may not tell. */
final class SntrupLeakTests {
  private static final int CIPHERTEXT_BYTES = Sntrup761.CIPHERTEXT_BYTES;

  private final SecureRandom random = new SecureRandom();
  private final byte[] publicKey = new byte[Sntrup761.PUBLIC_KEY_BYTES];
  private final byte[] secretKey = new byte[Sntrup761.SECRET_KEY_BYTES];
  private final byte[] sharedKey = new byte[Sntrup761.SHARED_KEY_BYTES];

  private SntrupLeakTests() {
    Sntrup761.generateKeyPair(publicKey, secretKey, random);
  }

  static List<LeakTest> all() {
    return List.of(
        LeakTest.of(
            "sntrup761.decapsulate",
            "ciphertext valid, random",
            () -> new SntrupLeakTests().ciphertext()),
        LeakTest.of(
            "sntrup761.encapsulate",
            "randomness fixed, random",
            () -> new SntrupLeakTests().shortPolynomial()));
  }

  private Trial ciphertext() {
    byte[] ciphertext = new byte[CIPHERTEXT_BYTES];
    Subject subject =
        new Subject() {
          @Override
          public void load(byte[] input) {
            System.arraycopy(input, 0, ciphertext, 0, CIPHERTEXT_BYTES);
          }

          @Override
          public boolean run() {
            return Sntrup761.decapsulate(secretKey, ciphertext, sharedKey);
          }
        };
    return Trial.of(subject, Trial.MANY, i -> valid(), i -> random(CIPHERTEXT_BYTES));
  }

  private Trial shortPolynomial() {
    byte[] ciphertext = new byte[CIPHERTEXT_BYTES];
    byte[][] draws =
        RecordedRandom.accepted(
            Trial.MANY, source -> Sntrup761.encapsulate(publicKey, ciphertext, sharedKey, source));
    RecordedRandom replay = new RecordedRandom(draws[0].length);
    Subject subject =
        new Subject() {
          @Override
          public void load(byte[] input) {
            replay.load(input);
          }

          @Override
          public boolean run() {
            return Sntrup761.encapsulate(publicKey, ciphertext, sharedKey, replay);
          }
        };
    return Trial.of(subject, Trial.MANY, fixed(draws[0]), i -> draws[i]);
  }

  private byte[] valid() {
    byte[] ciphertext = new byte[CIPHERTEXT_BYTES];
    Sntrup761.encapsulate(publicKey, ciphertext, sharedKey, random);
    return ciphertext;
  }
}
