package pqagent.connect;

import java.security.SecureRandom;
import pqagent.crypto.handshake.Initiator;
import pqagent.crypto.handshake.Prekey;
import pqagent.crypto.key.SlotPublicKeys;
import pqagent.crypto.key.StaticKeyTree;
import pqagent.crypto.key.StaticPublicKeys;
import pqagent.crypto.primitive.McEliece6960119;
import pqagent.crypto.tunnel.Tunnel;
import pqagent.keyserver.KeyMessage;

/**
 * Keys verified and a handshake made with nobody, thrown away: loading the algorithms' classes
 * costs more than half of the first connection (measured: 0.5 of 0.85 s of CPU), which a user need
 * not wait for.
 */
final class Rehearsal {
  private static final byte X25519_BASE_POINT = 9;

  private Rehearsal() {}

  static void run(SecureRandom random) {
    byte[] x25519 = new byte[KeyMessage.X25519_BYTES];
    x25519[0] = X25519_BASE_POINT;
    StaticPublicKeys keys =
        new StaticPublicKeys(new byte[McEliece6960119.PUBLIC_KEY_BYTES], x25519);
    StaticKeyTree.of(keys).root();
    Prekey.make(keys, random)
        .flatMap(
            prekey ->
                Initiator.initiate(
                    prekey,
                    x25519,
                    new SlotPublicKeys(new byte[KeyMessage.SNTRUP_BYTES], x25519),
                    random))
        .ifPresent(initiation -> Tunnel.initiated(initiation.secrets(), 0).close());
  }
}
