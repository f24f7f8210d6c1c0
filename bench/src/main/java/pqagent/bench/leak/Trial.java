package pqagent.bench.leak;

import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * A subject with inputs of two classes, all of one length. A class of one fixed input has it as
 * often as the other has different ones, so that both are as much or as little in the caches.
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record Trial(Subject subject, byte[][][] inputs) {
  /** Inputs of a class that are too large to have many. */
  static final int FEW = 16;

  static final int MANY = 256;

  static Trial of(
      Subject subject, int count, IntFunction<byte[]> first, IntFunction<byte[]> second) {
    return new Trial(subject, new byte[][][] {inputs(count, first), inputs(count, second)});
  }

  private static byte[][] inputs(int count, IntFunction<byte[]> make) {
    return IntStream.range(0, count).mapToObj(make).toArray(byte[][]::new);
  }
}
