package pqagent.metrics;

/** What became of a request to the key server. */
public enum KeyRequestOutcome implements Labelled {
  ANSWERED("answered"),
  /** Of a wrong length or type, or for a piece that does not exist: dropped. */
  MALFORMED("malformed"),
  /** Beyond what is answered per second: dropped. */
  LIMITED("limited");

  private final String label;

  KeyRequestOutcome(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }
}
