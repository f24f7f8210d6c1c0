package pqagent.metrics;

/** What the disk cache of servers' static keys had. */
public enum CacheOutcome implements Labelled {
  /** There, and checked against the name again. */
  HIT("hit"),
  MISS("miss"),
  /** There, but not what the name says: fetched anew. */
  CORRUPT("corrupt");

  private final String label;

  CacheOutcome(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }
}
