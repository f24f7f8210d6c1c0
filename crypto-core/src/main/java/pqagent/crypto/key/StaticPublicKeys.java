package pqagent.crypto.key;

/**
 * A server's long-term public keys: McEliece (1047319 bytes) and X25519 (32 bytes). Not copied;
 * treat as immutable.
 */
public record StaticPublicKeys(byte[] mceliece, byte[] x25519) {}
