package pqagent.bench.crypto;

import static pqagent.bench.crypto.Packets.COUNT;
import static pqagent.bench.crypto.Packets.KEY_BYTES;
import static pqagent.bench.crypto.Packets.SEALED_BYTES;
import static pqagent.bench.crypto.Packets.TEXT_BYTES;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The JDK's ChaCha20-Poly1305 as anybody would call it: {@code Cipher.init} with each key. */
final class JdkAead extends PacketAead {
  private final byte[] keys = Packets.keys();
  private final byte[] aad = Packets.random(Packets.AAD_BYTES);
  private final byte[] text = Packets.random(TEXT_BYTES);
  private final byte[] opened = new byte[TEXT_BYTES];
  private final byte[][] sealed = new byte[COUNT][SEALED_BYTES];
  private final IvParameterSpec nonce = new IvParameterSpec(new byte[12]);
  private final Cipher cipher;

  JdkAead() {
    try {
      cipher = Cipher.getInstance("ChaCha20-Poly1305");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  Object seal(int i) {
    return process(Cipher.ENCRYPT_MODE, i, text, sealed[i]);
  }

  @Override
  Object open(int i) {
    return process(Cipher.DECRYPT_MODE, i, sealed[i], opened);
  }

  private byte[] process(int mode, int i, byte[] in, byte[] out) {
    try {
      cipher.init(mode, new SecretKeySpec(keys, i * KEY_BYTES, KEY_BYTES, "ChaCha20"), nonce);
      cipher.updateAAD(aad);
      cipher.doFinal(in, 0, in.length, out, 0);
      return out;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
