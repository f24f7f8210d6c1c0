package pqagent.nfqueue;

import com.sun.jna.Native;
import pqagent.linux.Errno;
import pqagent.linux.LinuxException;

/**
 * The part of libnetfilter_queue that opens and configures; handles are {@code long}. Packets are
 * read and judged without it, since its callbacks would make objects for every one.
 */
final class QueueLibrary {
  private static final String FILE = "libnetfilter_queue.so.1";
  private static final String DEBIAN_PACKAGE = "libnetfilter-queue1";
  private static boolean loaded;

  private QueueLibrary() {}

  /** LinuxException with ENOENT when the library is not installed. */
  static synchronized void load() {
    if (loaded) {
      return;
    }
    try {
      Native.register(QueueLibrary.class, FILE);
      loaded = true;
    } catch (UnsatisfiedLinkError e) {
      throw new LinuxException(
          "load " + FILE + " (on Debian: apt install " + DEBIAN_PACKAGE + ")", Errno.ENOENT);
    }
  }

  static native long nfq_open();

  static native int nfq_close(long handle);

  static native int nfq_bind_pf(long handle, short protocolFamily);

  static native long nfq_create_queue(long handle, short number, long callback, long data);

  static native int nfq_set_queue_maxlen(long queue, int packets);

  static native int nfq_set_queue_flags(long queue, int mask, int flags);

  static native int nfq_fd(long handle);
}
