package pqagent.crypto.key;

/** One slot's public keys: sntrup761 (1158 bytes) and X25519 (32 bytes). */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record SlotPublicKeys(byte[] sntrup, byte[] x25519) {}
