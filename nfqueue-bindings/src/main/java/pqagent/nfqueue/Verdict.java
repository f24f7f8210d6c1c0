package pqagent.nfqueue;

/** What becomes of a queued packet. */
public enum Verdict {
  DROP,
  ACCEPT
}
