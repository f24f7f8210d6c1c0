package pqagent.linux;

import java.nio.ByteBuffer;

/**
 * Memory outside the heap with known addresses, for structures and buffers that system calls read
 * and write. Freed on close.
 */
public final class NativeArena implements AutoCloseable {
  /** A zeroed block in native byte order and its address; 64-byte aligned. */
  public record Block(ByteBuffer buffer, long address) {}

  public Block allocate(int bytes) {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException("not yet");
  }
}
