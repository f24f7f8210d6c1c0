package pqagent.crypto.tunnel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The newest cookie that a client's tunnel received, until it is presented. Offered by the opening
 * thread, taken by any.
 */
final class ClientCookies {
  private static final VarHandle PENDING;

  static {
    try {
      PENDING = MethodHandles.lookup().findVarHandle(ClientCookies.class, "pending", byte[].class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile int epoch;
  private volatile byte @Nullable [] pending;

  /** Whether the inner packet of an opened packet is a cookie, which the deployed peer may pad. */
  static boolean isCookie(ByteBuffer buffer, int offset, int length) {
    return Cookie.isCookie(
        buffer, offset + TunnelHeader.BYTES, length - TunnelHeader.OVERHEAD_BYTES);
  }

  /** Keeps a copy of the cookie in an opened packet; both directions go on in this epoch. */
  void offer(ByteBuffer buffer, int offset, int length, int nextEpoch) {
    byte[] cookie = new byte[length - TunnelHeader.OVERHEAD_BYTES];
    buffer.get(offset + TunnelHeader.BYTES, cookie);
    epoch = nextEpoch;
    pending = cookie;
  }

  /** The epoch that the server resumes in; 0 when there was no cookie. */
  int epoch() {
    return epoch;
  }

  Optional<byte[]> take() {
    return pending == null
        ? Optional.empty()
        : Optional.ofNullable((byte[]) PENDING.getAndSet(this, null));
  }
}
