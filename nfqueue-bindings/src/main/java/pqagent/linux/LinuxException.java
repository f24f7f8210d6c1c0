package pqagent.linux;

/** A system call failed: which, on what, and errno with its name and text. */
public final class LinuxException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int errno;

  /**
   * {@code what}: the failed action and its object, such as "bind UDP port 53"; the message is that
   * and the reason, such as "bind UDP port 53: EADDRINUSE: Address already in use".
   */
  public LinuxException(String what, int errno) {
    super(what + ": " + Errno.describe(errno));
    this.errno = errno;
  }

  /** One of {@link Errno}. */
  public int errno() {
    return errno;
  }
}
