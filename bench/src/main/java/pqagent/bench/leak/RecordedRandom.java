package pqagent.bench.leak;

import java.io.ByteArrayOutputStream;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.function.Consumer;

/** Randomness that is recorded once and given out again. */
final class RecordedRandom extends SecureRandom {
  private static final long serialVersionUID = 1L;
  private static final int PROBES = 20;

  /** Records what a user of randomness draws. */
  private static final class Recorder extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final transient SecureRandom source = new SecureRandom();
    private final transient ByteArrayOutputStream drawn = new ByteArrayOutputStream();

    @Override
    public void nextBytes(byte[] bytes) {
      source.nextBytes(bytes);
      drawn.writeBytes(bytes);
    }

    @Override
    public int nextInt() {
      byte[] four = new byte[Integer.BYTES];
      nextBytes(four);
      return littleEndian(four);
    }
  }

  private final byte[] bytes;
  private int used;

  /** Gives out as many bytes as a recording has. */
  RecordedRandom(int length) {
    bytes = new byte[length];
  }

  void load(byte[] recorded) {
    System.arraycopy(recorded, 0, bytes, 0, bytes.length);
    used = 0;
  }

  /**
   * Recordings of draws of which none was rejected: those that are as short as any. How many draws
   * were rejected before may show in the time, what was accepted may not.
   */
  static byte[][] accepted(int count, Consumer<SecureRandom> user) {
    int shortest = Integer.MAX_VALUE;
    for (int i = 0; i < PROBES; i++) {
      shortest = Math.min(shortest, record(user).length);
    }
    byte[][] accepted = new byte[count][];
    int found = 0;
    while (found < count) {
      byte[] recording = record(user);
      if (recording.length == shortest) {
        accepted[found++] = recording;
      }
    }
    return accepted;
  }

  private static byte[] record(Consumer<SecureRandom> user) {
    Recorder recorder = new Recorder();
    user.accept(recorder);
    return recorder.drawn.toByteArray();
  }

  @Override
  public void nextBytes(byte[] out) {
    System.arraycopy(bytes, used, out, 0, out.length);
    used += out.length;
  }

  @Override
  public int nextInt() {
    byte[] four = Arrays.copyOfRange(bytes, used, used + Integer.BYTES);
    used += Integer.BYTES;
    return littleEndian(four);
  }

  private static int littleEndian(byte[] four) {
    return (four[0] & 255) | (four[1] & 255) << 8 | (four[2] & 255) << 16 | four[3] << 24;
  }
}
