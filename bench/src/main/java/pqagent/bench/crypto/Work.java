package pqagent.bench.crypto;

/** One call of what is timed, made ready. */
@FunctionalInterface
public interface Work {
  /** What came out, so that no compiler finds it superfluous. */
  Object run();
}
