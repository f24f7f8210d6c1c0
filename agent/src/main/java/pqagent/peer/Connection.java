package pqagent.peer;

import pqagent.crypto.tunnel.Tunnel;

/**
 * How things stand between a peer and us. A new value replaces the old one at each change; none is
 * ever changed itself.
 */
public sealed interface Connection {

  /**
   * Nothing was tried yet, or the last tunnel ended: the next packet asks for a connection and is
   * parked.
   */
  record Idle() implements Connection {}

  /** A connection attempt is under way for the first time, or after an end: packets are parked. */
  record Connecting() implements Connection {}

  /**
   * Packets go through this tunnel. Nothing need have come back through it yet (the handshake has
   * no reply); whether it did is {@code tunnel.openedPackets() > 0}.
   */
  record Connected(Tunnel tunnel) implements Connection {}

  /**
   * Attempts failed; packets are answered with ICMP host unreachable until this time (nanoseconds,
   * monotonic), when the next packet starts another attempt.
   */
  record Unreachable(long untilNanos) implements Connection {}
}
