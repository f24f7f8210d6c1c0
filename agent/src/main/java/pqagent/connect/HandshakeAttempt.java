package pqagent.connect;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.OptionalInt;
import pqagent.crypto.handshake.Initiator;
import pqagent.crypto.handshake.Prekey;
import pqagent.crypto.key.SlotPublicKeys;
import pqagent.crypto.key.StaticPublicKeys;
import pqagent.metrics.HandshakeResult;
import pqagent.peer.ServerIdentity;

/**
 * One way from a server's name to a handshake ready to be sent: ports, static keys, prekey, slot
 * keys. Waits at each step; many run at once.
 */
final class HandshakeAttempt {

  /** How an attempt ended. */
  sealed interface Outcome {

    /** Send the message to the crypto port; the secrets make the tunnel. */
    record Ready(Initiator.Initiation initiation, ServerPorts ports) implements Outcome {}

    /**
     * @param why a line's end for the log, what did not work
     */
    record Failed(HandshakeResult result, String why) implements Outcome {}
  }

  private final PortResolver resolver;
  private final ServerKeyStore keys;
  private final PrekeyStore prekeys;
  private final SlotKeyFetcher slotKeys;
  private final SecureRandom random;

  HandshakeAttempt(
      PortResolver resolver,
      ServerKeyStore keys,
      PrekeyStore prekeys,
      SlotKeyFetcher slotKeys,
      SecureRandom random) {
    this.resolver = resolver;
    this.keys = keys;
    this.prekeys = prekeys;
    this.slotKeys = slotKeys;
    this.random = random;
  }

  /**
   * Tries once.
   *
   * @param known the server's ports, if an earlier attempt found them
   */
  Outcome run(ServerIdentity server, Optional<ServerPorts> known) throws InterruptedException {
    Optional<ServerPorts> found =
        known.or(() -> fromName(server)).or(() -> resolver.lookup(server));
    if (found.isEmpty()) {
      return new Outcome.Failed(
          HandshakeResult.BAD_KEYS,
          "its name has no ports, and no TXT records at "
              + server.ownerName()
              + " and ks."
              + server.ownerName()
              + " tell them");
    }
    ServerPorts ports = found.get();
    Optional<PrekeyStore.Ready> stocked = prekeys.take(server);
    if (stocked.isPresent()) {
      return initiate(server, ports, stocked.get());
    }
    return switch (keys.obtain(server, ports.keyPort())) {
      case StaticKeyResult.NoAnswer _ -> noAnswer(ports, "its static keys");
      case StaticKeyResult.WrongKeys _ ->
          new Outcome.Failed(
              HandshakeResult.BAD_KEYS,
              "the keys on UDP port " + ports.keyPort() + " are not those of its name");
      case StaticKeyResult.Found(StaticPublicKeys publicKeys) -> {
        Optional<Prekey> prekey = Prekey.make(publicKeys, random);
        if (prekey.isEmpty()) {
          yield invalidKeys();
        }
        Outcome outcome =
            initiate(server, ports, new PrekeyStore.Ready(prekey.get(), publicKeys.x25519()));
        prekeys.want(server);
        yield outcome;
      }
    };
  }

  private Outcome initiate(ServerIdentity server, ServerPorts ports, PrekeyStore.Ready ready)
      throws InterruptedException {
    Optional<SlotPublicKeys> slot = Optional.empty();
    try {
      slot = slotKeys.fetch(server.address(), ports.keyPort());
    } finally {
      if (slot.isEmpty()) {
        prekeys.giveBack(server, ready);
      }
    }
    return slot.isEmpty()
        ? noAnswer(ports, "its keys of the current time slot")
        : Initiator.initiate(ready.prekey(), ready.serverX25519(), slot.get(), random)
            .<Outcome>map(initiation -> new Outcome.Ready(initiation, ports))
            .orElseGet(HandshakeAttempt::invalidKeys);
  }

  private static Outcome noAnswer(ServerPorts ports, String question) {
    return new Outcome.Failed(
        HandshakeResult.TIMEOUT,
        "no full answer from UDP port " + ports.keyPort() + " when asked for " + question);
  }

  private static Outcome invalidKeys() {
    return new Outcome.Failed(HandshakeResult.BAD_KEYS, "its keys are invalid");
  }

  private static Optional<ServerPorts> fromName(ServerIdentity server) {
    OptionalInt crypto = server.cryptoPort();
    OptionalInt key = server.keyPort();
    return crypto.isPresent() && key.isPresent()
        ? Optional.of(new ServerPorts(crypto.getAsInt(), key.getAsInt()))
        : Optional.empty();
  }
}
