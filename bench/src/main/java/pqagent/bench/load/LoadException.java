package pqagent.bench.load;

import java.io.Serial;

/** Why a server cannot be put under load here, now: one line for the caller. */
public final class LoadException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  LoadException(String line) {
    super(line);
  }
}
