package pqagent.datapath;

import pqagent.crypto.tunnel.OpenResult;
import pqagent.metrics.DropReason;

/** Says in the metrics' words why a library refused a packet. */
final class Drops {
  private Drops() {}

  static DropReason reason(OpenResult result) {
    return switch (result) {
      case MALFORMED -> DropReason.MALFORMED_OUTER;
      case FORGED -> DropReason.FORGED;
      case REPLAYED -> DropReason.REPLAYED;
      case TOO_FAR_AHEAD -> DropReason.TOO_FAR_AHEAD;
      case EPOCH_EXPIRED -> DropReason.EPOCH_EXPIRED;
      case EPOCH_TOO_NEW -> DropReason.EPOCH_TOO_NEW;
      case TUNNEL_DEAD -> DropReason.TUNNEL_DEAD;
      case OK, COOKIE -> throw new IllegalArgumentException(result + " is no drop");
    };
  }
}
