package pqagent.crypto.key;

import java.security.SecureRandom;
import pqagent.crypto.primitive.Sntrup761;
import pqagent.crypto.primitive.X25519;

/** The key pairs of one slot, which starts at {@code startSeconds} of wall-clock time. */
record Slot(long startSeconds, SlotPublicKeys publicKeys, SlotSecrets secrets) {

  static Slot generate(long startSeconds, SecureRandom random) {
    byte[] sntrupPublic = new byte[Sntrup761.PUBLIC_KEY_BYTES];
    byte[] sntrupSecret = new byte[Sntrup761.SECRET_KEY_BYTES];
    Sntrup761.generateKeyPair(sntrupPublic, sntrupSecret, random);
    byte[] x25519Public = new byte[X25519.KEY_BYTES];
    byte[] x25519Secret = new byte[X25519.KEY_BYTES];
    X25519.generateKeyPair(x25519Public, x25519Secret, random);
    return new Slot(
        startSeconds,
        new SlotPublicKeys(sntrupPublic, x25519Public),
        new SlotSecrets(sntrupSecret, x25519Secret));
  }

  SlotSecrets copySecrets() {
    return new SlotSecrets(secrets.sntrup().clone(), secrets.x25519().clone());
  }
}
