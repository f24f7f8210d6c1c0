package pqagent.crypto.handshake;

import java.security.SecureRandom;
import java.util.Optional;
import pqagent.crypto.key.SlotPublicKeys;

/** The client's side of the handshake. */
public final class Initiator {
  private Initiator() {}

  /** The datagram to send (1299 bytes) and the tunnel's secrets. */
  public record Initiation(byte[] message, TunnelSecrets secrets) {}

  /** Uses the prekey up (closes it). Empty when a server key is invalid (a zero X25519 result). */
  public static Optional<Initiation> initiate(
      Prekey prekey, byte[] serverX25519, SlotPublicKeys slot, SecureRandom random) {
    throw new UnsupportedOperationException("not yet");
  }
}
