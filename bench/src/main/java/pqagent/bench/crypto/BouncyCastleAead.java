package pqagent.bench.crypto;

import static pqagent.bench.crypto.Packets.COUNT;
import static pqagent.bench.crypto.Packets.KEY_BYTES;
import static pqagent.bench.crypto.Packets.SEALED_BYTES;
import static pqagent.bench.crypto.Packets.TEXT_BYTES;

import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.modes.ChaCha20Poly1305;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/** BouncyCastle's ChaCha20-Poly1305 by its own interface, with a fresh key for each packet. */
final class BouncyCastleAead extends PacketAead {
  private static final int TAG_BITS = 128;

  private final byte[] keys = Packets.keys();
  private final byte[] aad = Packets.random(Packets.AAD_BYTES);
  private final byte[] text = Packets.random(TEXT_BYTES);
  private final byte[] opened = new byte[TEXT_BYTES];
  private final byte[][] sealed = new byte[COUNT][SEALED_BYTES];
  private final byte[] nonce = new byte[12];
  private final ChaCha20Poly1305 cipher = new ChaCha20Poly1305();

  @Override
  Object seal(int i) {
    return process(true, i, text, sealed[i]);
  }

  @Override
  Object open(int i) {
    return process(false, i, sealed[i], opened);
  }

  private byte[] process(boolean seals, int i, byte[] in, byte[] out) {
    KeyParameter key = new KeyParameter(keys, i * KEY_BYTES, KEY_BYTES);
    cipher.init(seals, new AEADParameters(key, TAG_BITS, nonce, aad));
    int written = cipher.processBytes(in, 0, in.length, out, 0);
    try {
      cipher.doFinal(out, written);
      return out;
    } catch (InvalidCipherTextException e) {
      throw new IllegalStateException(e);
    }
  }
}
