package pqagent.bench.leak;

import static pqagent.bench.leak.LeakTests.fixed;
import static pqagent.bench.leak.LeakTests.random;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import pqagent.crypto.primitive.McEliece6960119;

/** mceliece6960119: what a ciphertext, a secret key and an error vector may not tell. */
final class McElieceLeakTests {
  private static final int CIPHERTEXT_BYTES = McEliece6960119.CIPHERTEXT_BYTES;
  private static final int SECRET_KEY_BYTES = McEliece6960119.SECRET_KEY_BYTES;
  private static final int LAST_BYTE_MASK = 7;
  private static final int POSITIONS = 6960;
  private static final int DRAW_BYTES = 2 * 2 * 119;

  private final SecureRandom random = new SecureRandom();
  private final byte[] publicKey = new byte[McEliece6960119.PUBLIC_KEY_BYTES];
  private final byte[] secretKey = new byte[SECRET_KEY_BYTES];

  private McElieceLeakTests() {
    McEliece6960119.generateKeyPair(publicKey, secretKey, random);
  }

  static List<LeakTest> all() {
    return List.of(
        LeakTest.of(
            "mceliece6960119.decapsulate.ciphertext",
            "ciphertext valid, random",
            () -> new McElieceLeakTests().ciphertext()),
        LeakTest.of(
            "mceliece6960119.decapsulate.key",
            "secret key fixed, of random bytes",
            () -> new McElieceLeakTests().key()),
        LeakTest.of(
            "mceliece6960119.encapsulate",
            "accepted numbers fixed, random",
            () -> new McElieceLeakTests().errorVector()));
  }

  private Trial ciphertext() {
    return Trial.of(new Decapsulation(secretKey), Trial.MANY, i -> valid(), i -> invalid());
  }

  /**
   * A key of random bytes is none, but a decoder that takes the same time for all does not see
   * that. The ciphertext fits neither.
   */
  private Trial key() {
    Subject subject =
        new Subject() {
          private final byte[] key = new byte[SECRET_KEY_BYTES];
          private final Decapsulation decapsulation = new Decapsulation(key);

          @Override
          public void load(byte[] input) {
            System.arraycopy(input, 0, key, 0, SECRET_KEY_BYTES);
            decapsulation.load(Arrays.copyOfRange(input, SECRET_KEY_BYTES, input.length));
          }

          @Override
          public boolean run() {
            return decapsulation.run();
          }
        };
    return Trial.of(
        subject,
        Trial.FEW,
        i -> joined(secretKey, invalid()),
        i -> joined(random(SECRET_KEY_BYTES), invalid()));
  }

  private Trial errorVector() {
    byte[] ciphertext = new byte[CIPHERTEXT_BYTES];
    byte[] sharedKey = new byte[McEliece6960119.SHARED_KEY_BYTES];
    RecordedRandom replay = new RecordedRandom(DRAW_BYTES);
    Subject subject =
        new Subject() {
          @Override
          public void load(byte[] input) {
            replay.load(input);
          }

          @Override
          public boolean run() {
            return McEliece6960119.encapsulate(publicKey, ciphertext, sharedKey, replay);
          }
        };
    return Trial.of(subject, Trial.MANY, fixed(draw()), i -> draw());
  }

  /**
   * A draw of which nothing is rejected (Classic McEliece specification, section 8.4): different
   * numbers in range, 16 bits each. Where numbers out of range were passed over may show in the
   * time, as they are forgotten; what was kept may not.
   */
  private byte[] draw() {
    ByteBuffer draw = ByteBuffer.allocate(DRAW_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    random
        .ints(0, POSITIONS)
        .distinct()
        .limit(DRAW_BYTES / 2)
        .forEach(i -> draw.putShort((short) i));
    return draw.array();
  }

  private byte[] valid() {
    byte[] ciphertext = new byte[CIPHERTEXT_BYTES];
    McEliece6960119.encapsulate(
        publicKey, ciphertext, new byte[McEliece6960119.SHARED_KEY_BYTES], random);
    return ciphertext;
  }

  /** With valid padding, so that it is decoded. */
  private static byte[] invalid() {
    byte[] ciphertext = random(CIPHERTEXT_BYTES);
    ciphertext[CIPHERTEXT_BYTES - 1] &= LAST_BYTE_MASK;
    return ciphertext;
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static final class Decapsulation implements Subject {
    private final byte[] secretKey;
    private final byte[] ciphertext = new byte[CIPHERTEXT_BYTES];
    private final byte[] sharedKey = new byte[McEliece6960119.SHARED_KEY_BYTES];

    Decapsulation(byte[] secretKey) {
      this.secretKey = secretKey;
    }

    @Override
    public void load(byte[] input) {
      System.arraycopy(input, 0, ciphertext, 0, CIPHERTEXT_BYTES);
    }

    @Override
    public boolean run() {
      return McEliece6960119.decapsulate(secretKey, ciphertext, sharedKey);
    }
  }
}
