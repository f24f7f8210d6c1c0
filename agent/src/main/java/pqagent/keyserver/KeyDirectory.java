package pqagent.keyserver;

import java.nio.file.Path;
import java.security.SecureRandom;
import pqagent.crypto.key.StaticPublicKeys;

/**
 * A server's key files (PROTOCOL.md section 8): raw bytes, secrets with mode 0600. Every mistake in
 * them is an {@link pqagent.error.OperatorException} with one line that names the file and the
 * remedy.
 */
public record KeyDirectory(Path directory) {

  /** Reads and checks all five files. */
  public ServerKeys read(SecureRandom random) {
    throw new UnsupportedOperationException("not yet");
  }

  /** Reads the public halves only, which needs no right to the secrets. */
  public StaticPublicKeys readPublic() {
    throw new UnsupportedOperationException("not yet");
  }

  /**
   * Makes the five files, the directory too if it is missing. All or nothing; existing key files
   * are replaced only with {@code force}.
   */
  public void write(ServerKeys keys, boolean force) {
    throw new UnsupportedOperationException("not yet");
  }
}
