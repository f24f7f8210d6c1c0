package pqagent.metrics;

/** What became of a DNS reply. */
public enum DnsOutcome implements Labelled {
  /** Not ours: passed byte-identical. */
  PLAIN("plain"),
  /** A pq1 name: its address is a private one now. */
  REWRITTEN("rewritten"),
  /** A pq1 name whose address is a private one already, as from another agent on the way. */
  ALREADY_PRIVATE("already_private"),
  /** A pq1 name in a reply that cannot be rewritten: passed unchanged. */
  UNSUPPORTED("unsupported"),
  /** Not a DNS reply, or one that does not parse: passed unchanged. */
  MALFORMED("malformed");

  private final String label;

  DnsOutcome(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }
}
