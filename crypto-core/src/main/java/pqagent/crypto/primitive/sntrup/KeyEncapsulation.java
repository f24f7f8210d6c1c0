package pqagent.crypto.primitive.sntrup;

import static pqagent.crypto.primitive.sntrup.StreamlinedNtruPrime.CIPHERTEXT_BYTES;
import static pqagent.crypto.primitive.sntrup.StreamlinedNtruPrime.PUBLIC_KEY_BYTES;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * The key encapsulation around {@link StreamlinedNtruPrime}, with plaintext confirmation and
 * implicit rejection (NTRU Prime: round 3, section 3.5). The caller sees to lengths.
 *
 * <pre>
 *   secret key   f (191), 1/g (191), public key (1158), rho (191), Hash4(public key) (32)
 *   ciphertext   encrypted r (1007), Hash2(Hash3(r), Hash4(public key)) (32)
 *   shared key   Hash1(Hash3(r), ciphertext), or Hash0(Hash3(rho), ciphertext)
 * </pre>
 */
public final class KeyEncapsulation {
  private static final int HASH_BYTES = 32;
  private static final int SMALL_BYTES = SmallPolynomial.BYTES;
  private static final int PUBLIC_KEY_OFFSET = 2 * SMALL_BYTES;
  private static final int RHO_OFFSET = PUBLIC_KEY_OFFSET + PUBLIC_KEY_BYTES;
  private static final int HASH_OFFSET = RHO_OFFSET + SMALL_BYTES;

  private KeyEncapsulation() {}

  /** Fills both arrays with a fresh key pair. */
  public static void generate(byte[] publicKey, byte[] secretKey, SecureRandom random) {
    StreamlinedNtruPrime.generate(publicKey, secretKey, random);
    System.arraycopy(publicKey, 0, secretKey, PUBLIC_KEY_OFFSET, PUBLIC_KEY_BYTES);
    byte[] rho = new byte[SMALL_BYTES];
    random.nextBytes(rho);
    System.arraycopy(rho, 0, secretKey, RHO_OFFSET, SMALL_BYTES);
    Arrays.fill(rho, (byte) 0);
    hash(4, publicKey, 0, PUBLIC_KEY_BYTES, secretKey, HASH_OFFSET);
  }

  /** Makes a ciphertext and its key. */
  public static void encapsulate(
      byte[] publicKey, byte[] ciphertext, byte[] sharedKey, SecureRandom random) {
    byte[] r = SmallPolynomial.randomShort(random);
    byte[] keyHash = new byte[HASH_BYTES];
    hash(4, publicKey, 0, PUBLIC_KEY_BYTES, keyHash, 0);
    byte[] code = hide(ciphertext, r, publicKey, 0, keyHash, 0);
    hashSession(1, code, ciphertext, sharedKey);
    Arrays.fill(r, (byte) 0);
    Arrays.fill(code, (byte) 0);
  }

  /** Recovers the key of a ciphertext, or one that nobody knows. */
  public static void decapsulate(byte[] secretKey, byte[] ciphertext, byte[] sharedKey) {
    byte[] r = StreamlinedNtruPrime.decrypt(ciphertext, secretKey);
    byte[] again = new byte[ciphertext.length];
    byte[] code = hide(again, r, secretKey, PUBLIC_KEY_OFFSET, secretKey, HASH_OFFSET);
    int difference = 0;
    for (int i = 0; i < again.length; i++) {
      difference |= again[i] ^ ciphertext[i];
    }
    int rejected = (difference | -difference) >> 31;
    for (int i = 0; i < SMALL_BYTES; i++) {
      code[i] ^= (byte) ((code[i] ^ secretKey[RHO_OFFSET + i]) & rejected);
    }
    hashSession(1 + rejected, code, ciphertext, sharedKey);
    for (byte[] secret : new byte[][] {r, again, code}) {
      Arrays.fill(secret, (byte) 0);
    }
  }

  /** Writes the ciphertext of r and returns the code of r. */
  private static byte[] hide(
      byte[] ciphertext, byte[] r, byte[] key, int keyOffset, byte[] keyHash, int hashOffset) {
    byte[] code = new byte[SMALL_BYTES];
    SmallPolynomial.encode(code, 0, r);
    StreamlinedNtruPrime.encrypt(ciphertext, r, key, keyOffset);
    byte[] confirmed = new byte[2 * HASH_BYTES];
    hash(3, code, 0, SMALL_BYTES, confirmed, 0);
    System.arraycopy(keyHash, hashOffset, confirmed, HASH_BYTES, HASH_BYTES);
    hash(2, confirmed, 0, confirmed.length, ciphertext, CIPHERTEXT_BYTES);
    Arrays.fill(confirmed, (byte) 0);
    return code;
  }

  private static void hashSession(int prefix, byte[] code, byte[] ciphertext, byte[] sharedKey) {
    byte[] session = new byte[HASH_BYTES + ciphertext.length];
    hash(3, code, 0, SMALL_BYTES, session, 0);
    System.arraycopy(ciphertext, 0, session, HASH_BYTES, ciphertext.length);
    hash(prefix, session, 0, session.length, sharedKey, 0);
    Arrays.fill(session, (byte) 0);
  }

  /** The first 32 bytes of SHA-512 of a prefix byte and a range. */
  private static void hash(
      int prefix, byte[] in, int offset, int length, byte[] out, int outOffset) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-512");
      byte[] whole = new byte[digest.getDigestLength()];
      digest.update((byte) prefix);
      digest.update(in, offset, length);
      digest.digest(whole, 0, whole.length);
      System.arraycopy(whole, 0, out, outOffset, HASH_BYTES);
      Arrays.fill(whole, (byte) 0);
    } catch (NoSuchAlgorithmException | DigestException e) {
      throw new IllegalStateException("this Java has no SHA-512", e);
    }
  }
}
