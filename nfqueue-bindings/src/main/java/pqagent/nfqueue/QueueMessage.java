package pqagent.nfqueue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import pqagent.linux.NativeArena;

/**
 * A netlink message to a queue (linux/netfilter/nfnetlink_queue.h), written over and over in one
 * block. Lengths, types and flags are in native byte order, the rest is big-endian.
 *
 * <pre>
 *  0 bytes  4 type  6 flags  8 sequence  12 port    struct nlmsghdr
 * 16 family 17 version 18 queue number              struct nfgenmsg
 * 20 bytes 22 type 24 value ...                     struct nlattr, one or more, 4-byte aligned
 * </pre>
 */
final class QueueMessage {
  /** The longest packet an attribute can carry: its length is 16 bits and counts its header. */
  static final int MAX_PACKET_BYTES = 65_531;

  private static final int SUBSYSTEM_QUEUE = 3 << 8;
  private static final short MESSAGE_VERDICT = SUBSYSTEM_QUEUE | 1;
  private static final short MESSAGE_CONFIG = SUBSYSTEM_QUEUE | 2;
  private static final short MESSAGE_VERDICT_BATCH = SUBSYSTEM_QUEUE | 3;
  private static final short FLAG_REQUEST = 1;

  private static final short CONFIG_PARAMETERS = 2;
  private static final int CONFIG_PARAMETERS_BYTES = 5;
  private static final byte COPY_PACKET = 2;
  private static final short VERDICT_HEADER = 2;
  private static final int VERDICT_HEADER_BYTES = 8;
  private static final short PAYLOAD = 10;
  private static final int DROP = 0;
  private static final int ACCEPT = 1;

  private static final int TYPE_OFFSET = 4;
  private static final int FLAGS_OFFSET = 6;
  private static final int NUMBER_OFFSET = 18;
  private static final int HEADER_BYTES = 20;
  private static final int ATTRIBUTE_HEADER_BYTES = 4;
  private static final int ALIGNMENT = 4;
  private static final int MAX_BYTES = HEADER_BYTES + 16 + ATTRIBUTE_HEADER_BYTES + (1 << 16);

  private final ByteBuffer nativeOrder;
  private final ByteBuffer bigEndian;
  private final long address;
  private int bytes;

  QueueMessage(NativeArena arena, int queueNumber) {
    NativeArena.Block block = arena.allocate(MAX_BYTES);
    nativeOrder = block.buffer();
    bigEndian = block.buffer().duplicate().order(ByteOrder.BIG_ENDIAN);
    address = block.address();
    nativeOrder.putShort(FLAGS_OFFSET, FLAG_REQUEST);
    bigEndian.putShort(NUMBER_OFFSET, (short) queueNumber);
  }

  long address() {
    return address;
  }

  int bytes() {
    return bytes;
  }

  /** Packets come with up to {@code copyBytes} of their bytes. */
  void copyPackets(int copyBytes) {
    begin(MESSAGE_CONFIG);
    int value = attribute(CONFIG_PARAMETERS, CONFIG_PARAMETERS_BYTES);
    bigEndian.putInt(value, copyBytes);
    bigEndian.put(value + Integer.BYTES, COPY_PACKET);
  }

  /** A verdict for one packet. */
  void verdict(int id, Verdict verdict) {
    begin(MESSAGE_VERDICT);
    verdictHeader(id, verdict);
  }

  /** A verdict for every packet that waits, up to and with this one. */
  void verdictUpTo(int id, Verdict verdict) {
    begin(MESSAGE_VERDICT_BATCH);
    verdictHeader(id, verdict);
  }

  /** Accepts one packet with these bytes in its place. */
  void acceptChanged(int id, ByteBuffer packet, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, packet.capacity());
    if (length > MAX_PACKET_BYTES) {
      throw new IllegalArgumentException("a packet of " + length + " bytes is too long");
    }
    begin(MESSAGE_VERDICT);
    verdictHeader(id, Verdict.ACCEPT);
    nativeOrder.put(attribute(PAYLOAD, length), packet, offset, length);
  }

  private void begin(short type) {
    nativeOrder.putShort(TYPE_OFFSET, type);
    bytes = HEADER_BYTES;
  }

  private void verdictHeader(int id, Verdict verdict) {
    int value = attribute(VERDICT_HEADER, VERDICT_HEADER_BYTES);
    bigEndian.putInt(value, verdict == Verdict.ACCEPT ? ACCEPT : DROP);
    bigEndian.putInt(value + Integer.BYTES, id);
  }

  private int attribute(short type, int valueBytes) {
    int start = bytes;
    int end = start + ATTRIBUTE_HEADER_BYTES + valueBytes;
    nativeOrder.putShort(start, (short) (end - start));
    nativeOrder.putShort(start + Short.BYTES, type);
    bytes = end + (-end & (ALIGNMENT - 1));
    nativeOrder.putInt(0, bytes);
    return start + ATTRIBUTE_HEADER_BYTES;
  }
}
