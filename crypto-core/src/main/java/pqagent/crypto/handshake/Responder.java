package pqagent.crypto.handshake;

import static pqagent.crypto.handshake.HandshakeMessage.C1_BYTES;
import static pqagent.crypto.handshake.HandshakeMessage.C1_OFFSET;
import static pqagent.crypto.handshake.HandshakeMessage.C3_BYTES;
import static pqagent.crypto.handshake.HandshakeMessage.C3_OFFSET;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import pqagent.crypto.key.SlotKeys;
import pqagent.crypto.key.SlotSecrets;
import pqagent.crypto.key.StaticKeyPair;
import pqagent.crypto.primitive.McEliece6960119;
import pqagent.crypto.primitive.Sntrup761;
import pqagent.crypto.primitive.X25519;

/**
 * The server's side of the handshake (PROTOCOL.md section 5). Thread-safe: workers call it in
 * parallel.
 */
public final class Responder {

  /** What became of a message. */
  public sealed interface Response {
    record Accepted(TunnelSecrets secrets) implements Response {}

    record Rejected(Reason reason) implements Response {}
  }

  public enum Reason {
    /** Not a handshake, made for other keys or another slot, or changed on the way. */
    BAD_MESSAGE,
    /** A message with this first ciphertext was accepted before. */
    REPLAY,
    /** The replay filter is full. */
    OVERLOADED
  }

  private final StaticKeyPair keys;
  private final SlotKeys slots;
  private final ReplayFilter replays;

  public Responder(StaticKeyPair keys, SlotKeys slots, ReplayFilter replays) {
    this.keys = keys;
    this.slots = slots;
    this.replays = replays;
  }

  /**
   * Whether a message's first ciphertext was seen: cheap, to be asked before the queue to {@link
   * #respond}. Any bytes may come.
   */
  public boolean isReplay(byte[] message, long epochSeconds) {
    return HandshakeMessage.isHandshake(message)
        && replays.contains(HandshakeMessage.c0(message), epochSeconds);
  }

  /**
   * Tries each live slot. Any bytes of any length may come; {@code epochSeconds} is the wall clock.
   */
  public Response respond(byte[] message, long epochSeconds) {
    if (!HandshakeMessage.isHandshake(message)) {
      return new Response.Rejected(Reason.BAD_MESSAGE);
    }
    return respond(message, () -> slots.live(epochSeconds), epochSeconds);
  }

  Response respond(byte[] message, Supplier<List<SlotSecrets>> slots, long epochSeconds) {
    byte[] c0 = HandshakeMessage.c0(message);
    if (replays.contains(c0, epochSeconds)) {
      return new Response.Rejected(Reason.REPLAY);
    }
    if (replays.isFull(epochSeconds)) {
      return new Response.Rejected(Reason.OVERLOADED);
    }
    Optional<TunnelSecrets> secrets = authenticate(message, c0, slots);
    if (secrets.isEmpty()) {
      return new Response.Rejected(Reason.BAD_MESSAGE);
    }
    ReplayFilter.Insertion insertion = replays.insert(c0, epochSeconds);
    if (insertion == ReplayFilter.Insertion.ADDED) {
      return new Response.Accepted(secrets.get());
    }
    secrets.get().close();
    return new Response.Rejected(
        insertion == ReplayFilter.Insertion.SEEN ? Reason.REPLAY : Reason.OVERLOADED);
  }

  /** The steps that do not depend on the slot, then each slot's. */
  private Optional<TunnelSecrets> authenticate(
      byte[] message, byte[] c0, Supplier<List<SlotSecrets>> slots) {
    byte[] k0 = new byte[McEliece6960119.SHARED_KEY_BYTES];
    byte[] publicX = new byte[C1_BYTES];
    byte[] shared = new byte[X25519.KEY_BYTES];
    try {
      if (!McEliece6960119.decapsulate(keys.mcelieceSecret(), c0, k0)) {
        return Optional.empty();
      }
      try (SymmetricState state = SymmetricState.begin(c0, k0)) {
        if (!state.open(message, C1_OFFSET, publicX)
            || !X25519.agree(keys.x25519Secret(), publicX, shared)) {
          return Optional.empty();
        }
        state.mix(shared);
        return trySlots(slots.get(), message, publicX, state);
      }
    } finally {
      Arrays.fill(k0, (byte) 0);
      Arrays.fill(shared, (byte) 0);
    }
  }

  /** Closes the secrets. */
  private static Optional<TunnelSecrets> trySlots(
      List<SlotSecrets> live, byte[] message, byte[] publicX, SymmetricState state) {
    try {
      for (SlotSecrets slot : live) {
        Optional<TunnelSecrets> secrets = trySlot(slot, message, publicX, state.fork());
        if (secrets.isPresent()) {
          return secrets;
        }
      }
      return Optional.empty();
    } finally {
      live.forEach(SlotSecrets::close);
    }
  }

  private static Optional<TunnelSecrets> trySlot(
      SlotSecrets slot, byte[] message, byte[] publicX, SymmetricState fork) {
    byte[] shared = new byte[X25519.KEY_BYTES];
    byte[] c2 = new byte[C3_BYTES];
    byte[] k3 = new byte[Sntrup761.SHARED_KEY_BYTES];
    try (fork) {
      if (!X25519.agree(slot.x25519(), publicX, shared)) {
        return Optional.empty();
      }
      fork.mix(shared);
      if (!fork.open(message, C3_OFFSET, c2) || !Sntrup761.decapsulate(slot.sntrup(), c2, k3)) {
        return Optional.empty();
      }
      fork.mix(k3);
      return Optional.of(fork.split());
    } finally {
      Arrays.fill(shared, (byte) 0);
      Arrays.fill(k3, (byte) 0);
    }
  }
}
