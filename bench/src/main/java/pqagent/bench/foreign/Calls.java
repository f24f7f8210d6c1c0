package pqagent.bench.foreign;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.util.Collections;

/** What calls to C have in common. Memory taken here lasts as long as the process. */
public final class Calls {
  private static final int ALIGNMENT = 64;

  private Calls() {}

  public static MemorySegment memory(int bytes) {
    return Arena.global().allocate(bytes, ALIGNMENT);
  }

  public static MemorySegment copyOf(byte[] bytes) {
    return memory(bytes.length).copyFrom(MemorySegment.ofArray(bytes));
  }

  public static byte[] bytes(MemorySegment memory) {
    return memory.toArray(JAVA_BYTE);
  }

  /** A function of so many pointers that returns an int, or whose result nobody looks at. */
  static FunctionDescriptor ofPointers(int count) {
    return FunctionDescriptor.of(
        JAVA_INT, Collections.nCopies(count, ADDRESS).toArray(MemoryLayout[]::new));
  }

  /** What a handle threw: nothing that C does, so a mistake of ours. */
  static IllegalStateException failed(Throwable e) {
    return new IllegalStateException("a call to C failed", e);
  }

  static void require(boolean success, String function) {
    if (!success) {
      throw new IllegalStateException(function + " refused");
    }
  }
}
