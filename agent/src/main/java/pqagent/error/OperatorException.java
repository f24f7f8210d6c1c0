package pqagent.error;

/**
 * A mistake of whoever runs the program, a missing key file or a port that is taken. The message is
 * one line that names the thing and the remedy; the command line prints it behind {@code pqagent: }
 * and exits with status 2.
 */
public final class OperatorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public OperatorException(String line) {
    super(line);
  }

  /** With the cause, for those who look at debug logs. */
  public OperatorException(String line, Throwable cause) {
    super(line, cause);
  }
}
