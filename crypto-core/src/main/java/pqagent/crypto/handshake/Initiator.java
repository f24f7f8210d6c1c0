package pqagent.crypto.handshake;

import static pqagent.crypto.handshake.HandshakeMessage.C1_BYTES;
import static pqagent.crypto.handshake.HandshakeMessage.C1_OFFSET;
import static pqagent.crypto.handshake.HandshakeMessage.C3_BYTES;
import static pqagent.crypto.handshake.HandshakeMessage.C3_OFFSET;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import pqagent.crypto.key.SlotPublicKeys;
import pqagent.crypto.primitive.Sntrup761;
import pqagent.crypto.primitive.X25519;

/** The client's side of the handshake (PROTOCOL.md section 5). */
public final class Initiator {
  private Initiator() {}

  /** The datagram to send (1299 bytes) and the tunnel's secrets. */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  public record Initiation(byte[] message, TunnelSecrets secrets) {}

  /** Uses the prekey up (closes it). Empty when a server key is invalid (a zero X25519 result). */
  public static Optional<Initiation> initiate(
      Prekey prekey, byte[] serverX25519, SlotPublicKeys slot, SecureRandom random) {
    byte[] publicX = new byte[X25519.KEY_BYTES];
    byte[] secretX = new byte[X25519.KEY_BYTES];
    byte[] c2 = new byte[Sntrup761.CIPHERTEXT_BYTES];
    byte[] k3 = new byte[Sntrup761.SHARED_KEY_BYTES];
    try (prekey) {
      X25519.generateKeyPair(publicX, secretX, random);
      return Sntrup761.encapsulate(slot.sntrup(), c2, k3, random)
          ? assemble(prekey, serverX25519, slot.x25519(), publicX, secretX, c2, k3)
          : Optional.empty();
    } finally {
      Arrays.fill(secretX, (byte) 0);
      Arrays.fill(k3, (byte) 0);
    }
  }

  /** The message for ready-made random parts. */
  static Optional<Initiation> assemble(
      Prekey prekey,
      byte[] serverX25519,
      byte[] slotX25519,
      byte[] publicX,
      byte[] secretX,
      byte[] c2,
      byte[] k3) {
    byte[] shared = new byte[X25519.KEY_BYTES];
    byte[] message = HandshakeMessage.begin(prekey.ciphertext());
    try (SymmetricState state = SymmetricState.begin(prekey.ciphertext(), prekey.sharedKey())) {
      System.arraycopy(publicX, 0, message, C1_OFFSET, C1_BYTES);
      state.seal(message, C1_OFFSET, C1_BYTES);
      if (!X25519.agree(secretX, serverX25519, shared)) {
        return Optional.empty();
      }
      state.mix(shared);
      if (!X25519.agree(secretX, slotX25519, shared)) {
        return Optional.empty();
      }
      state.mix(shared);
      System.arraycopy(c2, 0, message, C3_OFFSET, C3_BYTES);
      state.seal(message, C3_OFFSET, C3_BYTES);
      state.mix(k3);
      return Optional.of(new Initiation(message, state.split()));
    } finally {
      Arrays.fill(shared, (byte) 0);
    }
  }
}
