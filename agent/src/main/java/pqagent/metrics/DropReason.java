package pqagent.metrics;

/**
 * Why a packet went no further; one to one with the label {@code reason} of {@code
 * pqagent_dropped_packets_total}.
 */
public enum DropReason implements Labelled {
  /** Out: no peer has this private address. */
  UNKNOWN_ADDRESS("unknown_address"),
  /** Out: the peer has no tunnel, and none is in the making. */
  NO_TUNNEL("no_tunnel"),
  /** Out: attempts to reach the peer failed lately; answered with ICMP host unreachable. */
  UNREACHABLE("unreachable"),
  /** Out: too much waits for the handshake already. */
  PARKED_OVERFLOW("parked_overflow"),
  /** Out: waited for a handshake that did not come about. */
  PARKED_EXPIRED("parked_expired"),
  /** Out: larger than the tunnel's MTU with Don't Fragment; answered with ICMP. */
  TOO_BIG("too_big"),
  /** The kernel handed over less than the packet's length. */
  TRUNCATED("truncated"),
  /** The inner packet is not IPv4. */
  NOT_IPV4("not_ipv4"),
  /** The inner packet's headers contradict its length or each other. */
  MALFORMED_INNER("malformed_inner"),
  /** The inner packet is well-formed, but of a kind that cannot be translated. */
  UNSUPPORTED_INNER("unsupported_inner"),
  /** Out: the kernel refused the datagram. */
  SEND_FAILED("send_failed"),
  /** In: the TUN device refused the inner packet. */
  TUN_REFUSED("tun_refused"),
  /** In: too short for what it says it is. */
  MALFORMED_OUTER("malformed_outer"),
  /** In: a message of PQConnect that has no business on this port or at this time. */
  UNEXPECTED_MESSAGE("unexpected_message"),
  /** In: no tunnel has this id. */
  UNKNOWN_TUNNEL("unknown_tunnel"),
  /** In: the tag does not match. */
  FORGED("forged"),
  /** In: opened before, or too old to know. */
  REPLAYED("replayed"),
  /** In: further ahead in its epoch than keys are derived. */
  TOO_FAR_AHEAD("too_far_ahead"),
  /** In: of an epoch that is over. */
  EPOCH_EXPIRED("epoch_expired"),
  /** In: of an epoch further ahead than time allows. */
  EPOCH_TOO_NEW("epoch_too_new"),
  /** The tunnel was closed, or nothing arrived on it for too long. */
  TUNNEL_DEAD("tunnel_dead"),
  /** In: an authentic cookie, which this side has no use for. */
  COOKIE("cookie"),
  /** In: a handshake message beyond what the workers' queue holds. */
  HANDSHAKE_SHED("handshake_shed"),
  /** In: a handshake message that was a replay or opened with no key. */
  HANDSHAKE_REJECTED("handshake_rejected"),
  /** A defect of this program met this packet; the log has the details. */
  INTERNAL_ERROR("internal_error");

  private final String label;

  DropReason(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }
}
