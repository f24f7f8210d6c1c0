package pqagent.bench.leak;

/** What must take the same time for both classes of inputs. */
public interface Subject {
  /**
   * Copies an input to where {@link #run} reads it: the same place for all, so that the place has
   * no part in the time.
   */
  void load(byte[] input);

  /** What is timed; whether it succeeded. */
  boolean run();
}
