package pqagent.crypto.key;

import pqagent.crypto.primitive.Lengths;
import pqagent.crypto.primitive.McEliece6960119;
import pqagent.crypto.primitive.X25519;

/**
 * A server's long-term public keys: McEliece (1047319 bytes) and X25519 (32 bytes), which
 * IllegalArgumentException insists on. Not copied; treat as immutable.
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record StaticPublicKeys(byte[] mceliece, byte[] x25519) {
  public StaticPublicKeys {
    Lengths.require("McEliece public key", mceliece, McEliece6960119.PUBLIC_KEY_BYTES);
    Lengths.require("X25519 public key", x25519, X25519.KEY_BYTES);
  }
}
