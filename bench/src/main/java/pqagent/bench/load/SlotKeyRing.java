package pqagent.bench.load;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import pqagent.crypto.key.SlotKeys;
import pqagent.crypto.key.SlotPublicKeys;
import pqagent.crypto.primitive.Sntrup761;
import pqagent.crypto.primitive.X25519;

/**
 * A server's slot keys as they come (PROTOCOL.md section 4): it hands out those of the current 30 s
 * and accepts them for 120 s, so that after a while clients come with keys of each live slot.
 */
final class SlotKeyRing {
  /** Slots that have begun and are not expired, at any time. */
  static final int LIVE_SLOTS = SlotKeys.LIFETIME_SECONDS / SlotKeys.SLOT_SECONDS;

  private static final short REQUEST = (short) 0xf200;
  private static final short RESPONSE = (short) 0xf300;
  private static final int MESSAGE_BYTES =
      2 + 2 + Sntrup761.PUBLIC_KEY_BYTES + 2 + X25519.KEY_BYTES;
  private static final int PATIENCE_MILLIS = 3000;

  private final InetAddress server;
  private final int keyPort;
  private final NavigableMap<Long, SlotPublicKeys> keys = new TreeMap<>();

  SlotKeyRing(InetAddress server, int keyPort) {
    this.server = server;
    this.keyPort = keyPort;
  }

  /**
   * Keys of so many slots or more that all live for another while, after waiting for slots to come
   * when that takes it.
   */
  List<SlotPublicKeys> await(int slots, int seconds) throws IOException, InterruptedException {
    fetch();
    while (live(seconds).size() < slots) {
      Thread.sleep(SlotKeys.SLOT_SECONDS * 1000L - System.currentTimeMillis() % 30_000);
      fetch();
    }
    return live(seconds);
  }

  private List<SlotPublicKeys> live(int seconds) {
    long expired = now() + seconds - SlotKeys.LIFETIME_SECONDS;
    keys.headMap(expired, true).clear();
    return List.copyOf(keys.values());
  }

  private void fetch() throws IOException {
    long before = slotStart();
    SlotPublicKeys current = request();
    if (slotStart() == before) {
      keys.put(before, current);
    } else {
      fetch();
    }
  }

  private SlotPublicKeys request() throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      ByteBuffer message = ByteBuffer.allocate(MESSAGE_BYTES);
      message.putShort(REQUEST).putShort((short) Sntrup761.PUBLIC_KEY_BYTES);
      message.putShort(4 + Sntrup761.PUBLIC_KEY_BYTES, (short) X25519.KEY_BYTES);
      socket.send(new DatagramPacket(message.array(), MESSAGE_BYTES, server, keyPort));
      DatagramPacket response = new DatagramPacket(message.array(), MESSAGE_BYTES);
      socket.receive(response);
      return parse(ByteBuffer.wrap(response.getData(), 0, response.getLength()));
    }
  }

  private static SlotPublicKeys parse(ByteBuffer response) {
    byte[] sntrup = new byte[Sntrup761.PUBLIC_KEY_BYTES];
    byte[] x25519 = new byte[X25519.KEY_BYTES];
    if (response.remaining() != MESSAGE_BYTES || response.getShort() != RESPONSE) {
      throw new IllegalStateException("the key server's answer is no slot key");
    }
    response.getShort();
    response.get(sntrup);
    response.getShort();
    response.get(x25519);
    return new SlotPublicKeys(sntrup, x25519);
  }

  private static long slotStart() {
    return now() / SlotKeys.SLOT_SECONDS * SlotKeys.SLOT_SECONDS;
  }

  private static long now() {
    return System.currentTimeMillis() / 1000;
  }
}
