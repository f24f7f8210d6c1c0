package pqagent.keyserver;

import java.time.InstantSource;
import pqagent.crypto.key.SlotKeys;
import pqagent.crypto.key.StaticKeyTree;
import pqagent.metrics.AgentMetrics;

/**
 * Hands out static and ephemeral public keys by UDP (PROTOCOL.md section 4). Its thread {@code
 * key-server} owns its socket. What is not a request, to the byte, gets no answer.
 */
public final class KeyServer implements AutoCloseable {

  /**
   * Binds the port (0 for any) and starts to answer. The slot keys stay the caller's, who advances
   * and closes them.
   *
   * @throws pqagent.error.OperatorException when the port is taken
   */
  public static KeyServer start(
      int keyPort, StaticKeyTree tree, SlotKeys slots, InstantSource clock, AgentMetrics metrics) {
    throw new UnsupportedOperationException("not yet");
  }

  private KeyServer() {}

  /** The UDP port it is bound to. */
  public int port() {
    throw new UnsupportedOperationException("not yet");
  }

  /** Stops the thread, waits for its end, closes the socket. */
  @Override
  public void close() {
    throw new UnsupportedOperationException("not yet");
  }
}
