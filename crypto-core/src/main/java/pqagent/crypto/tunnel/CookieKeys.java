package pqagent.crypto.tunnel;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.TreeMap;
import pqagent.crypto.primitive.KeyStream;

/**
 * The keys under which a server seals cookies: one for each 30 s slot, erased after 120 s
 * (PROTOCOL.md section 7). A cookie is good for one resumption: a second would use packet keys
 * twice. Seconds are of the server's monotonic clock. Thread-safe.
 */
public final class CookieKeys implements AutoCloseable {
  public static final int SLOT_SECONDS = 30;
  public static final int LIFETIME_SECONDS = 120;

  private static final int KEY_BYTES = KeyStream.KEY_BYTES;

  /** A slot's key, how many nonces were given out, and which came back. */
  private static final class Slot {
    final byte[] key;
    final BitSet redeemed = new BitSet();
    int nextNonce;

    Slot(byte[] key) {
      this.key = key;
    }
  }

  private final SecureRandom random;
  private final byte[] state = new byte[KEY_BYTES];
  private final TreeMap<Long, Slot> slots = new TreeMap<>();

  /** Both of 32 bytes; neither is kept. */
  public CookieKeys(byte[] sessionKey, byte[] seed, SecureRandom random) {
    this.random = random;
    KeyStream.derive(1, sessionKey, 0, seed, state, 0);
  }

  /** Makes the current slot's key when it is missing, and erases the expired. */
  public synchronized void advance(long nowSeconds) {
    long slotStart = slotStart(nowSeconds);
    if (slots.isEmpty() || slots.lastKey() < slotStart) {
      byte[] fresh = new byte[KEY_BYTES];
      random.nextBytes(fresh);
      KeyStream.derive(1, state, 0, fresh, state, 0);
      Arrays.fill(fresh, (byte) 0);
      slots.put(slotStart, new Slot(state.clone()));
    }
    while (slots.firstKey() < nowSeconds - LIFETIME_SECONDS) {
      Arrays.fill(slots.pollFirstEntry().getValue().key, (byte) 0);
    }
  }

  /**
   * Seals a resumption, which it uses up: 144 bytes. Empty when this slot's key is not there:
   * {@link #advance} comes first.
   */
  public synchronized Optional<byte[]> seal(Resumption resumption, long nowSeconds) {
    try (resumption) {
      Slot slot = slots.get(slotStart(nowSeconds));
      if (slot == null || slot.nextNonce == Integer.MAX_VALUE) {
        return Optional.empty();
      }
      ByteBuffer nonce = ByteBuffer.allocate(Cookie.NONCE_BYTES);
      nonce.putInt(Cookie.NONCE_BYTES - Integer.BYTES, slot.nextNonce++);
      return Optional.of(Cookie.seal(slot.key, nonce.array(), nowSeconds, resumption));
    }
  }

  /** Opens a cookie, any bytes; empty when it is not ours, expired, or was opened before. */
  public synchronized Optional<Resumption> open(byte[] cookie) {
    if (!Cookie.isWellFormed(cookie)) {
      return Optional.empty();
    }
    Slot slot = slots.get(slotStart(Cookie.timestamp(cookie)));
    if (slot == null) {
      return Optional.empty();
    }
    Optional<Resumption> opened = Cookie.open(slot.key, cookie);
    if (opened.isPresent()) {
      int nonce = ByteBuffer.wrap(Cookie.nonce(cookie)).getInt(Cookie.NONCE_BYTES - Integer.BYTES);
      if (slot.redeemed.get(nonce)) {
        opened.get().close();
        return Optional.empty();
      }
      slot.redeemed.set(nonce);
    }
    return opened;
  }

  @Override
  public synchronized void close() {
    slots.values().forEach(slot -> Arrays.fill(slot.key, (byte) 0));
    slots.clear();
    Arrays.fill(state, (byte) 0);
  }

  private static long slotStart(long seconds) {
    return Math.floorDiv(seconds, SLOT_SECONDS) * SLOT_SECONDS;
  }
}
