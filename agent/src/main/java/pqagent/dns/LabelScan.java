package pqagent.dns;

import java.nio.ByteBuffer;

/**
 * Tells at a glance, without parsing, which DNS messages cannot hold a name of ours: those without
 * a label of at least 55 bytes that begins with {@code pq} and a version's digit. Labels of that
 * length are never cut in two by compression. What passes may still hold none.
 */
final class LabelScan {
  /** {@code pq1} and the base32 of a 32-byte hash. */
  static final int MIN_LABEL_BYTES = 55;

  private static final int MAX_LABEL_BYTES = 63;

  private LabelScan() {}

  static boolean mayHoldLabel(ByteBuffer buffer, int offset, int length) {
    int last = offset + length - MIN_LABEL_BYTES;
    for (int at = offset; at < last; at++) {
      int labelBytes = buffer.get(at);
      if (labelBytes >= MIN_LABEL_BYTES
          && labelBytes <= MAX_LABEL_BYTES
          && (buffer.get(at + 1) | 0x20) == 'p'
          && (buffer.get(at + 2) | 0x20) == 'q'
          && buffer.get(at + 3) >= '1'
          && buffer.get(at + 3) <= '9') {
        return true;
      }
    }
    return false;
  }
}
