package pqagent.dns;

/** What DNS says about a server's ports. */
public sealed interface PortAnswer {

  /** UDP ports, 1 to 65535. */
  record Ports(int cryptoPort, int keyPort) implements PortAnswer {}

  /** There are no ports to be had; {@code text} says why in one line. */
  record Failure(Reason reason, String text) implements PortAnswer {}

  enum Reason {
    /** No name server answered, or with an error only. */
    NO_ANSWER,
    /** There is no such TXT record. */
    MISSING,
    /** There is one, and it does not say a port. */
    WRONG
  }
}
