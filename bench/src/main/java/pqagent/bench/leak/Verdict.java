package pqagent.bench.leak;

/** What is made of a t statistic: the thresholds are those of the paper's tool. */
public enum Verdict {
  NONE_SEEN("no leak seen"),
  DOUBTFUL("doubtful"),
  LEAK("LEAK");

  public static final double LEAK_T = 10;
  public static final double DOUBTFUL_T = 4.5;

  private final String words;

  Verdict(String words) {
    this.words = words;
  }

  public static Verdict of(double t) {
    double size = Math.abs(t);
    return size > LEAK_T ? LEAK : size > DOUBTFUL_T ? DOUBTFUL : NONE_SEEN;
  }

  @Override
  public String toString() {
    return words;
  }
}
