package pqagent.bench.leak;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import pqagent.crypto.primitive.ChaCha20Poly1305;
import pqagent.crypto.primitive.X25519;

/** Every test, the one that must fail first. */
public final class LeakTests {
  private static final int COMPARED_BYTES = 4096;
  private static final int AAD_BYTES = 40;
  private static final int TEXT_BYTES = 64;
  private static final SecureRandom RANDOM = new SecureRandom();

  private LeakTests() {}

  public static List<LeakTest> all() {
    List<LeakTest> tests = new ArrayList<>();
    tests.add(
        new LeakTest(
            "control",
            "Arrays.equals stops at the first byte, at the last",
            true,
            LeakTests::control));
    tests.addAll(McElieceLeakTests.all());
    tests.addAll(SntrupLeakTests.all());
    tests.add(
        LeakTest.of(
            "aead.open.tag", "tag wrong in the first byte, in the last", LeakTests::forgedTag));
    tests.add(LeakTest.of("x25519.agree", "secret key fixed, random", LeakTests::agreement));
    return tests;
  }

  static byte[] random(int bytes) {
    byte[] out = new byte[bytes];
    RANDOM.nextBytes(out);
    return out;
  }

  /** Always the same bytes, each time in an array of its own. */
  static IntFunction<byte[]> fixed(byte[] bytes) {
    return i -> bytes.clone();
  }

  /** Leaks on purpose. */
  private static Trial control() {
    byte[] secret = random(COMPARED_BYTES);
    Subject subject =
        new Subject() {
          private final byte[] guess = new byte[COMPARED_BYTES];

          @Override
          public void load(byte[] input) {
            System.arraycopy(input, 0, guess, 0, guess.length);
          }

          @Override
          public boolean run() {
            return Arrays.equals(guess, secret);
          }
        };
    return Trial.of(
        subject, Trial.FEW, i -> flipped(secret, 0), i -> flipped(secret, COMPARED_BYTES - 1));
  }

  private static Trial forgedTag() {
    byte[] key = random(ChaCha20Poly1305.KEY_BYTES);
    int tag = AAD_BYTES + TEXT_BYTES;
    byte[] packet = random(tag + ChaCha20Poly1305.TAG_BYTES);
    new ChaCha20Poly1305()
        .seal(key, 0, ByteBuffer.wrap(packet), 0, AAD_BYTES, AAD_BYTES, TEXT_BYTES);
    Subject subject =
        new Subject() {
          private final ChaCha20Poly1305 aead = new ChaCha20Poly1305();
          private final ByteBuffer buffer = ByteBuffer.allocateDirect(packet.length);

          @Override
          public void load(byte[] input) {
            buffer.put(0, input);
          }

          @Override
          public boolean run() {
            return aead.open(key, 0, buffer, 0, AAD_BYTES, AAD_BYTES, TEXT_BYTES);
          }
        };
    return Trial.of(
        subject,
        Trial.MANY,
        i -> flipped(packet, tag),
        i -> flipped(packet, tag + ChaCha20Poly1305.TAG_BYTES - 1));
  }

  private static Trial agreement() {
    byte[] peer = new byte[X25519.KEY_BYTES];
    X25519.publicKey(random(X25519.KEY_BYTES), peer);
    Subject subject =
        new Subject() {
          private final byte[] secret = new byte[X25519.KEY_BYTES];
          private final byte[] shared = new byte[X25519.KEY_BYTES];

          @Override
          public void load(byte[] input) {
            System.arraycopy(input, 0, secret, 0, secret.length);
          }

          @Override
          public boolean run() {
            return X25519.agree(secret, peer, shared);
          }
        };
    return Trial.of(
        subject, Trial.MANY, fixed(random(X25519.KEY_BYTES)), i -> random(X25519.KEY_BYTES));
  }

  private static byte[] flipped(byte[] bytes, int at) {
    byte[] copy = bytes.clone();
    copy[at] ^= 1;
    return copy;
  }
}
