package pqagent.linux;

/** A system call failed: which, on what, and errno with its text. */
public final class LinuxException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int errno;

  public LinuxException(String what, int errno) {
    super(what + ": errno " + errno);
    this.errno = errno;
  }

  public int errno() {
    return errno;
  }
}
