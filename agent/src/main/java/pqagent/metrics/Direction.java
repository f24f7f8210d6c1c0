package pqagent.metrics;

/** Seen from this host: out is towards the peer, in is from the peer. */
public enum Direction implements Labelled {
  IN("in"),
  OUT("out");

  private final String label;

  Direction(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }
}
