package pqagent.bench.crypto;

import static pqagent.bench.crypto.Packets.COUNT;

/** A peer's AEAD, which knows single packets only. */
abstract class PacketAead {
  /** Seals packet i, not in place. */
  abstract Object seal(int i);

  /** Opens what {@link #seal} made of packet i. */
  abstract Object open(int i);

  /** The work of {@code count} packets, 1 or all 32. */
  final Work work(boolean seals, int count) {
    for (int i = 0; i < COUNT; i++) {
      seal(i);
    }
    if (count == 1) {
      AeadOperations.Turn turn = new AeadOperations.Turn();
      return seals ? () -> seal(turn.next()) : () -> open(turn.next());
    }
    return seals
        ? () -> {
          for (int i = 0; i < count; i++) {
            seal(i);
          }
          return this;
        }
        : () -> {
          for (int i = 0; i < count; i++) {
            open(i);
          }
          return this;
        };
  }
}
