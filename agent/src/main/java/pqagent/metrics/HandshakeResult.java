package pqagent.metrics;

/** How a handshake ended. */
public enum HandshakeResult implements Labelled {
  /** Tunnel made (server), or confirmed by an authentic packet from the server (client). */
  OK("ok"),
  /** No authentic answer in time; the client tries again with back-off. */
  TIMEOUT("timeout"),
  /** The server's keys could not be had or do not match its name. */
  BAD_KEYS("bad_keys"),
  /** The server could not open the message with any live slot key. */
  BAD_MESSAGE("bad_message"),
  /** The server has seen this message before. */
  REPLAY("replay"),
  /** Too many handshakes at once: dropped before any public-key work. */
  SHED("shed"),
  /** Understood, but there is no room: no tunnel or no private address is left. */
  REFUSED("refused");

  private final String label;

  HandshakeResult(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }
}
