package pqagent.linux;

/**
 * This process's standard error. Java itself writes to it before a program begins, which a launcher
 * may keep from the operator by lending the program another one.
 */
public final class StandardError {
  private static final int STDERR = 2;

  private StandardError() {}

  /** Makes an open descriptor the standard error, and closes it. */
  public static void takeBack(int descriptor) {
    if (Libc.dup2(descriptor, STDERR) < 0) {
      throw new LinuxException("take back standard error", Libc.errno());
    }
    Libc.close(descriptor);
  }
}
