package pqagent.crypto.handshake;

import pqagent.crypto.key.SlotKeys;
import pqagent.crypto.key.StaticKeyPair;

/** The server's side of the handshake. Thread-safe: workers call it in parallel. */
public final class Responder {
  public sealed interface Response {
    record Accepted(TunnelSecrets secrets) implements Response {}

    record Rejected(Reason reason) implements Response {}
  }

  public enum Reason {
    BAD_MESSAGE,
    REPLAY,
    OVERLOADED
  }

  public Responder(StaticKeyPair keys, SlotKeys slots, ReplayFilter replays) {
    throw new UnsupportedOperationException("not yet");
  }

  /**
   * Whether a message's first ciphertext was seen: cheap, to be asked before the queue to {@link
   * #respond}.
   */
  public boolean isReplay(byte[] message, long epochSeconds) {
    throw new UnsupportedOperationException("not yet");
  }

  /**
   * Tries each live slot. Any bytes of any length may come; {@code epochSeconds} is the wall clock.
   */
  public Response respond(byte[] message, long epochSeconds) {
    throw new UnsupportedOperationException("not yet");
  }
}
