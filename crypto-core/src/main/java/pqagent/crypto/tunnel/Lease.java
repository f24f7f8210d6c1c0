package pqagent.crypto.tunnel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Who may touch a chain's keys: one thread at a time, and after close nobody. A close that comes
 * while a thread is at work leaves the erasing to that thread.
 *
 * <pre>
 *            enter                       close
 *   FREE  ---------->  HELD          FREE  ---->  CLOSED   the closer erases
 *         <----------                HELD  ---->  CLOSING  -- leave -->  CLOSED   the leaver erases
 *            leave
 * </pre>
 */
final class Lease {
  private static final int FREE = 0;
  private static final int HELD = 1;
  private static final int CLOSING = 2;
  private static final int CLOSED = 3;

  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(Lease.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile int state;

  /** False when closed. IllegalStateException when another thread is inside: a caller's mistake. */
  boolean enter() {
    if (STATE.compareAndSet(this, FREE, HELD)) {
      return true;
    }
    if (state == HELD) {
      throw new IllegalStateException("two threads in one direction of a tunnel");
    }
    return false;
  }

  /** True when the caller, who leaves, must erase. */
  boolean leave() {
    if (STATE.compareAndSet(this, HELD, FREE)) {
      return false;
    }
    state = CLOSED;
    return true;
  }

  /** True when the caller must erase. */
  boolean close() {
    while (true) {
      if (STATE.compareAndSet(this, FREE, CLOSED)) {
        return true;
      }
      if (STATE.compareAndSet(this, HELD, CLOSING) || isClosed()) {
        return false;
      }
    }
  }

  boolean isClosed() {
    return state >= CLOSING;
  }
}
