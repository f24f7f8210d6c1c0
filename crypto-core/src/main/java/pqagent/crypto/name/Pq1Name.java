package pqagent.crypto.name;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a {@code pq1…} label says: the public-key hash, and perhaps both ports (PROTOCOL.md section
 * 2). Port 0 in a label means "ask TXT" (INTEROP.md), so ports are either both there or both
 * absent.
 */
public record Pq1Name(byte[] keyHash, OptionalInt cryptoPort, OptionalInt keyPort) {

  /** Reads one label, case-insensitively; empty when it is not a valid pq1 label. */
  public static Optional<Pq1Name> ofLabel(String label) {
    throw new UnsupportedOperationException("not yet");
  }

  /** The first pq1 label from the left decides; empty when there is none or it does not decode. */
  public static Optional<Pq1Name> ofDomain(Iterable<String> labels) {
    throw new UnsupportedOperationException("not yet");
  }

  /** The label to publish: 55 or 63 characters with its {@code pq1} in front. */
  public String label() {
    throw new UnsupportedOperationException("not yet");
  }
}
