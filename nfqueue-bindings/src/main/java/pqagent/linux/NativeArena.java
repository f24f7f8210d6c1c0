package pqagent.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Memory outside the heap with known addresses, for structures and buffers that system calls read
 * and write. Freed on close; a buffer used after that throws IllegalStateException. An address is
 * the caller's to forget in time.
 */
public final class NativeArena implements AutoCloseable {
  private static final long CACHE_LINE_BYTES = 64;

  /** A zeroed block in native byte order and its address; 64-byte aligned. */
  public record Block(ByteBuffer buffer, long address) {}

  private final Arena arena = Arena.ofShared();

  /** IllegalStateException after close. */
  public Block allocate(int bytes) {
    MemorySegment segment = arena.allocate(bytes, CACHE_LINE_BYTES);
    return new Block(segment.asByteBuffer().order(ByteOrder.nativeOrder()), segment.address());
  }

  /** Frees every block; a second close does nothing. */
  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }
}
