package pqagent.bench.load;

import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import pqagent.crypto.handshake.Initiator;
import pqagent.crypto.handshake.Initiator.Initiation;
import pqagent.crypto.handshake.Prekey;
import pqagent.crypto.key.SlotPublicKeys;
import pqagent.crypto.key.StaticPublicKeys;

/** Fresh handshakes in stock: prekeys ahead, messages when the slots are known. */
final class Initiations {
  private final StaticPublicKeys server;
  private final SecureRandom random = new SecureRandom();
  private final Queue<Prekey> prekeys = new ArrayDeque<>();

  Initiations(StaticPublicKeys server) {
    this.server = server;
  }

  /** Makes prekeys until there are so many. */
  void stock(int count) {
    while (prekeys.size() < count) {
      prekeys.add(Prekey.make(server, random).orElseThrow());
    }
  }

  /** So many handshakes, spread evenly over the slots. */
  List<Initiation> make(int count, List<SlotPublicKeys> slots) {
    stock(count);
    List<Initiation> made = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      SlotPublicKeys slot = slots.get(i % slots.size());
      made.add(Initiator.initiate(prekeys.remove(), server.x25519(), slot, random).orElseThrow());
    }
    return made;
  }
}
