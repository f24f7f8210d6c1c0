package pqagent.crypto.tunnel;

/** What became of a received tunnel packet. */
public enum OpenResult {
  /** Decrypted in place: the inner packet lies behind the header. May be empty (a keepalive). */
  OK,
  /** Shorter than header and tag, or not a tunnel packet of this tunnel. */
  MALFORMED,
  /** The tag does not match. */
  FORGED,
  /** This epoch and counter were opened before, or are too old to know. */
  REPLAYED,
  /** Further ahead in its epoch than the receiver derives keys. */
  TOO_FAR_AHEAD,
  /** An epoch that is expired. */
  EPOCH_EXPIRED,
  /** An epoch further ahead than time allows or than can be stored. */
  EPOCH_TOO_NEW,
  /** The tunnel is closed or dead. */
  TUNNEL_DEAD,
  /** An authentic packet that carried a cookie instead of an inner packet. */
  COOKIE
}
