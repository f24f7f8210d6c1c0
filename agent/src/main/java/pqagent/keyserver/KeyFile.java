package pqagent.keyserver;

import pqagent.crypto.primitive.McEliece6960119;
import pqagent.crypto.primitive.SecretKey;

/** The five files of a key directory (PROTOCOL.md section 8). */
enum KeyFile {
  MCELIECE_PUBLIC("mceliece_pk", McEliece6960119.PUBLIC_KEY_BYTES, false),
  MCELIECE_SECRET("mceliece_sk", McEliece6960119.SECRET_KEY_BYTES, true),
  X25519_PUBLIC("x25519_pk", 32, false),
  X25519_SECRET("x25519_sk", 32, true),
  SESSION_KEY("session_key", SecretKey.BYTES, true);

  private final String fileName;
  private final int bytes;
  private final boolean secret;

  KeyFile(String fileName, int bytes, boolean secret) {
    this.fileName = fileName;
    this.bytes = bytes;
    this.secret = secret;
  }

  String fileName() {
    return fileName;
  }

  /** Its only valid length. */
  int bytes() {
    return bytes;
  }

  /** Whether only the owner may read it. */
  boolean isSecret() {
    return secret;
  }
}
