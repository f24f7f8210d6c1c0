package pqagent.crypto.primitive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

class ChaCha20Poly1305Test {
  private static final int TAG = ChaCha20Poly1305.TAG_BYTES;

  private final ChaCha20Poly1305 aead = new ChaCha20Poly1305();

  @Property(tries = 1000)
  void shouldSealInPlaceAsBouncyCastle_inAnyKindOfBuffer(
      @ForAll long seed,
      @ForAll @IntRange(max = 300) int aadBytes,
      @ForAll @IntRange(max = 5000) int textBytes,
      @ForAll @IntRange(max = 50) int at,
      @ForAll boolean direct,
      @ForAll boolean littleEndian)
      throws InvalidCipherTextException {
    Random random = new Random(seed);
    byte[] key = bytes(random, 40);
    byte[] before = bytes(random, at + aadBytes + textBytes + TAG + 20);
    ByteBuffer buffer = buffer(before, direct, littleEndian);
    aead.seal(key, 5, buffer, at, aadBytes, at + aadBytes, textBytes);

    byte[] expected = before.clone();
    var oracle = new org.bouncycastle.crypto.modes.ChaCha20Poly1305();
    oracle.init(
        true,
        new AEADParameters(
            new KeyParameter(key, 5, 32),
            128,
            new byte[12],
            Arrays.copyOfRange(before, at, at + aadBytes)));
    int written = oracle.processBytes(before, at + aadBytes, textBytes, expected, at + aadBytes);
    oracle.doFinal(expected, at + aadBytes + written);
    assertThat(content(buffer)).isEqualTo(expected);
    assertThat(buffer.position()).isZero();

    assertThat(aead.open(key, 5, buffer, at, aadBytes, at + aadBytes, textBytes)).isTrue();
    byte[] opened = content(buffer);
    assertThat(Arrays.copyOf(opened, at + aadBytes + textBytes))
        .isEqualTo(Arrays.copyOf(before, at + aadBytes + textBytes));
    assertThat(Arrays.copyOfRange(opened, at + aadBytes + textBytes + TAG, opened.length))
        .isEqualTo(Arrays.copyOfRange(before, at + aadBytes + textBytes + TAG, before.length));
  }

  @Property(tries = 1000)
  void shouldSealAndOpenBatchesLikeSinglePackets(
      @ForAll long seed, @ForAll @Size(max = 20) List<@IntRange(max = 1400) Integer> texts) {
    Random random = new Random(seed);
    int skipped = random.nextInt(3);
    int aadBytes = random.nextInt(60);
    int[] textBytes = texts.stream().mapToInt(Integer::intValue).toArray();
    int count = textBytes.length;
    int[] offsets = new int[skipped + count];
    int[] lengths = new int[skipped + count];
    int end = 0;
    for (int i = 0; i < count; i++) {
      offsets[skipped + i] = end + random.nextInt(9);
      lengths[skipped + i] = aadBytes + textBytes[i] + TAG;
      end = offsets[skipped + i] + lengths[skipped + i];
    }
    byte[] keys = bytes(random, count * 32);
    byte[] before = bytes(random, end + 8);
    ByteBuffer batch = buffer(before, random.nextBoolean(), random.nextBoolean());
    ByteBuffer single = buffer(before, random.nextBoolean(), random.nextBoolean());

    aead.sealBatch(keys, batch, offsets, lengths, skipped, skipped + count, aadBytes);
    for (int i = 0; i < count; i++) {
      int at = offsets[skipped + i];
      aead.seal(keys, i * 32, single, at, aadBytes, at + aadBytes, textBytes[i]);
    }
    assertThat(content(batch)).isEqualTo(content(single));

    boolean[] forged = new boolean[count];
    boolean[] authentic = new boolean[count];
    for (int i = 0; i < count; i++) {
      forged[i] = random.nextInt(4) == 0;
      if (forged[i]) {
        flip(batch, offsets[skipped + i] * 8 + random.nextInt(lengths[skipped + i] * 8));
      }
    }
    aead.openBatch(keys, batch, offsets, lengths, skipped, skipped + count, aadBytes, authentic);
    for (int i = 0; i < count; i++) {
      assertThat(authentic[i]).isEqualTo(!forged[i]);
      int from = offsets[skipped + i] + aadBytes;
      byte[] text = Arrays.copyOfRange(content(batch), from, from + textBytes[i]);
      assertThat(text)
          .isEqualTo(
              forged[i]
                  ? new byte[textBytes[i]]
                  : Arrays.copyOfRange(before, from, from + textBytes[i]));
    }
  }

  @Example
  void shouldRejectAndClear_whenAnyBitIsFlipped() {
    Random random = new Random(7);
    byte[] key = bytes(random, 32);
    ByteBuffer sealed = ByteBuffer.wrap(bytes(random, 40 + 100 + TAG));
    aead.seal(key, 0, sealed, 0, 40, 40, 100);
    for (int bit = 0; bit < sealed.capacity() * 8; bit++) {
      ByteBuffer forged = ByteBuffer.wrap(sealed.array().clone());
      flip(forged, bit);
      assertThat(aead.open(key, 0, forged, 0, 40, 40, 100)).as("bit %d", bit).isFalse();
      assertThat(Arrays.copyOfRange(forged.array(), 40, 140)).containsOnly(0);
    }
    assertThat(aead.open(key, 0, sealed, 0, 40, 40, 100)).isTrue();
  }

  @Example
  void shouldSealTheSame_whenKeyIsTheSameTwice() {
    for (byte[] key : new byte[][] {bytes(new Random(1), 32), new byte[32]}) {
      ByteBuffer first = ByteBuffer.allocate(80);
      ByteBuffer second = ByteBuffer.allocate(80);
      int[] offsets = {0, 40};
      int[] lengths = {40, 40};
      aead.seal(key, 0, first, 0, 8, 8, 16);
      aead.seal(key, 0, first, 40, 8, 48, 16);
      byte[] keys = Arrays.copyOf(key, 64);
      System.arraycopy(key, 0, keys, 32, 32);
      aead.sealBatch(keys, second, offsets, lengths, 0, 2, 8);
      assertThat(first.array()).isEqualTo(second.array());
      assertThat(Arrays.copyOf(first.array(), 40))
          .isEqualTo(Arrays.copyOfRange(first.array(), 40, 80));
    }
  }

  @Example
  void shouldNameTheArgument_whenSomethingDoesNotFit() {
    ByteBuffer buffer = ByteBuffer.allocate(100);
    byte[] key = new byte[32];
    assertThatIllegalArgumentException()
        .isThrownBy(() -> aead.seal(key, 1, buffer, 0, 40, 40, 44))
        .withMessage("key must have 32 bytes from 1 on, not end at 32");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> aead.seal(key, 0, buffer, 0, 40, 40, 45))
        .withMessage("tag must have 16 bytes from 85 on, not end at 100");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> aead.open(key, 0, buffer, 0, 40, 40, -1))
        .withMessageStartingWith("text must have -1 bytes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> aead.open(key, 0, buffer, 90, 40, 40, 1))
        .withMessageStartingWith("associated data must have 40 bytes from 90 on");
  }

  private static byte[] bytes(Random random, int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private static ByteBuffer buffer(byte[] content, boolean direct, boolean littleEndian) {
    ByteBuffer buffer =
        direct ? ByteBuffer.allocateDirect(content.length) : ByteBuffer.allocate(content.length);
    buffer.put(0, content);
    return buffer.order(littleEndian ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
  }

  private static byte[] content(ByteBuffer buffer) {
    byte[] content = new byte[buffer.capacity()];
    buffer.get(0, content);
    return content;
  }

  private static void flip(ByteBuffer buffer, int bit) {
    buffer.put(bit / 8, (byte) (buffer.get(bit / 8) ^ 1 << bit % 8));
  }
}
