package pqagent.bench.path;

/** A number that a test gives. */
public enum Figure {
  THROUGHPUT("throughput", "Gbit/s", true),
  PROCESSOR("cpu", "s/GB", false),
  PACKETS("packets", "1/s", true),
  ADDED("added", "µs", false),
  RESIDENT("resident", "MB", false),
  SERVER_READY("server", "ms", false),
  CLIENT_READY("client", "ms", false);

  private final String label;
  private final String unit;
  private final boolean moreIsBetter;

  Figure(String label, String unit, boolean moreIsBetter) {
    this.label = label;
    this.unit = unit;
    this.moreIsBetter = moreIsBetter;
  }

  /** Its name, such as {@code throughput}. */
  public String label() {
    return label;
  }

  public String unit() {
    return unit;
  }

  /** How much better ours is: above 1, we do more, or need less. */
  double ratio(double ours, double theirs) {
    return moreIsBetter ? ours / theirs : theirs / ours;
  }
}
