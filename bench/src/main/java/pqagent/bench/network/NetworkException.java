package pqagent.bench.network;

/** Something on the hosts failed; the message says what, in one line. */
public final class NetworkException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NetworkException(String message) {
    super(message);
  }
}
