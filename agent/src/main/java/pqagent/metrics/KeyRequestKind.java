package pqagent.metrics;

/** Which keys the key server was asked for. */
public enum KeyRequestKind implements Labelled {
  /** A piece of the long-term public keys and their hash tree. */
  STATIC("static"),
  /** The public keys of the current time slot. */
  EPHEMERAL("ephemeral");

  private final String label;

  KeyRequestKind(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }
}
