package pqagent.linux;

import com.sun.jna.Native;
import com.sun.jna.Platform;

/**
 * System calls of the C library, directly mapped. Pointers to memory outside the heap are {@code
 * long}, so that a call makes no objects; arrays serve where a call is rare. What fails returns -1
 * (or what its manual page says), with the reason in {@link #errno}.
 */
public final class Libc {
  public static final int SOL_SOCKET = 1;
  public static final int SO_SNDBUF = 7;
  public static final int SO_RCVBUF = 8;
  public static final int SO_RCVTIMEO = 20;
  public static final int SO_SNDBUFFORCE = 32;
  public static final int SO_RCVBUFFORCE = 33;

  static final int O_RDWR = 2;
  static final int O_CLOEXEC = 0x80000;
  static final int AF_INET = 2;
  static final int SOCK_DGRAM = 2;
  static final int SOCK_CLOEXEC = 0x80000;
  static final int MSG_TRUNC = 0x20;
  static final int MSG_DONTWAIT = 0x40;
  static final int MSG_WAITFORONE = 0x10000;
  static final short POLLIN = 1;
  static final short POLLOUT = 4;
  static final int PRIO_PROCESS = 0;

  private static final int MICROS_PER_MILLI = 1000;
  private static final int MILLIS_PER_SECOND = 1000;

  static {
    if (!Platform.isLinux() || Native.POINTER_SIZE != Long.BYTES) {
      throw new UnsupportedOperationException("pqagent needs a 64-bit Linux");
    }
    Native.register(Libc.class, Platform.C_LIBRARY_NAME);
  }

  private Libc() {}

  /** The errno of this thread's last call. */
  public static int errno() {
    return Native.getLastError();
  }

  public static native int close(int descriptor);

  public static native long send(int descriptor, long buffer, long bytes, int flags);

  public static native int setsockopt(
      int descriptor, int level, int name, int[] value, int valueBytes);

  static native int setsockopt(int descriptor, int level, int name, long[] value, int valueBytes);

  static native int recvmmsg(int descriptor, long messages, int count, int flags, long timeout);

  static native long recvfrom(
      int descriptor, long buffer, long bytes, int flags, byte[] address, int[] addressBytes);

  static native int sendmmsg(int descriptor, long messages, int count, int flags);

  static native long sendto(
      int descriptor, byte[] buffer, long bytes, int flags, byte[] address, int addressBytes);

  static native long writev(int descriptor, long vector, int count);

  static native int poll(long descriptors, long count, int timeoutMillis);

  static native int socket(int domain, int type, int protocol);

  static native int bind(int descriptor, byte[] address, int addressBytes);

  static native int connect(int descriptor, byte[] address, int addressBytes);

  static native int getsockopt(int descriptor, int level, int name, int[] value, int[] valueBytes);

  static native int getsockname(int descriptor, byte[] address, int[] addressBytes);

  static native int open(String path, int flags);

  static native int dup2(int descriptor, int wanted);

  static native int ioctl(int descriptor, long request, long argument);

  static native int if_nametoindex(String name);

  static native int getpriority(int which, int who);

  static native int setpriority(int which, int who, int nice);

  static native String strerror(int errno);

  /** Sets an int option; returns false when the kernel refuses. */
  public static boolean setOption(int descriptor, int level, int name, int value) {
    return setsockopt(descriptor, level, name, new int[] {value}, Integer.BYTES) == 0;
  }

  /** Lets a blocking receive return with EAGAIN after this long. */
  public static void setReceiveTimeout(int descriptor, int millis) {
    long[] timeval = {
      millis / MILLIS_PER_SECOND, (long) (millis % MILLIS_PER_SECOND) * MICROS_PER_MILLI
    };
    if (setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, timeval, 2 * Long.BYTES) != 0) {
      throw new LinuxException("set the receive time-out", errno());
    }
  }

  /** Sizes a receive buffer beyond the system's limit when privileged, up to it otherwise. */
  public static void setReceiveBuffer(int descriptor, int bytes) {
    if (!setOption(descriptor, SOL_SOCKET, SO_RCVBUFFORCE, bytes)) {
      setOption(descriptor, SOL_SOCKET, SO_RCVBUF, bytes);
    }
  }

  /** Sizes a send buffer beyond the system's limit when privileged, up to it otherwise. */
  static void setSendBuffer(int descriptor, int bytes) {
    if (!setOption(descriptor, SOL_SOCKET, SO_SNDBUFFORCE, bytes)) {
      setOption(descriptor, SOL_SOCKET, SO_SNDBUF, bytes);
    }
  }
}
