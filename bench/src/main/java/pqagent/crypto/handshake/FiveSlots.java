package pqagent.crypto.handshake;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import pqagent.crypto.key.SlotKeys;
import pqagent.crypto.key.SlotPublicKeys;
import pqagent.crypto.key.SlotSecrets;
import pqagent.crypto.key.StaticKeyPair;
import pqagent.crypto.primitive.Sntrup761;
import pqagent.crypto.primitive.X25519;

/**
 * A server with five live slots, and clients that know the oldest. {@link SlotKeys} never has more
 * than four, so this stands in the package whose {@link Responder} can be given any number.
 */
public final class FiveSlots {
  private static final int SLOTS = 5;
  private static final int MESSAGES = 64;
  private static final long EPOCH_SECONDS = 1_800_000_000L;

  private final StaticKeyPair keys;
  private final List<SlotSecrets> slots = new ArrayList<>();
  private final List<byte[]> messages = new ArrayList<>();
  private Responder responder;
  private int next;

  /** Makes all keys and messages. */
  public FiveSlots(SecureRandom random) {
    keys = StaticKeyPair.generate(random);
    SlotPublicKeys oldest = addSlot(random);
    while (slots.size() < SLOTS) {
      addSlot(random);
    }
    while (messages.size() < MESSAGES) {
      Prekey prekey = Prekey.make(keys.publicKeys(), random).orElseThrow();
      messages.add(
          Initiator.initiate(prekey, keys.publicKeys().x25519(), oldest, random)
              .orElseThrow()
              .message());
    }
    responder = newResponder();
  }

  private SlotPublicKeys addSlot(SecureRandom random) {
    SlotSecrets secrets =
        new SlotSecrets(new byte[Sntrup761.SECRET_KEY_BYTES], new byte[X25519.KEY_BYTES]);
    SlotPublicKeys publicKeys =
        new SlotPublicKeys(new byte[Sntrup761.PUBLIC_KEY_BYTES], new byte[X25519.KEY_BYTES]);
    Sntrup761.generateKeyPair(publicKeys.sntrup(), secrets.sntrup(), random);
    X25519.generateKeyPair(publicKeys.x25519(), secrets.x25519(), random);
    slots.addFirst(secrets);
    return publicKeys;
  }

  /** Accepts the next message; a replay filter sees each of them once. */
  public Object respond() {
    if (next == MESSAGES) {
      next = 0;
      responder = newResponder();
    }
    Responder.Response response =
        responder.respond(messages.get(next++), this::copyOfSlots, EPOCH_SECONDS);
    if (!(response instanceof Responder.Response.Accepted accepted)) {
      throw new IllegalStateException("not accepted: " + response);
    }
    accepted.secrets().close();
    return response;
  }

  private Responder newResponder() {
    return new Responder(keys, new SlotKeys(new SecureRandom()), new ReplayFilter(2 * MESSAGES));
  }

  /** The responder closes what it is given. */
  private List<SlotSecrets> copyOfSlots() {
    return slots.stream()
        .map(slot -> new SlotSecrets(slot.sntrup().clone(), slot.x25519().clone()))
        .toList();
  }
}
