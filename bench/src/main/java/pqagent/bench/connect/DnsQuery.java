package pqagent.bench.connect;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Asks for a name's IPv4 address, on the wire of RFC 1035. */
final class DnsQuery {
  private static final short RECURSION_DESIRED = 0x0100;
  private static final short TYPE_A = 1;
  private static final short CLASS_IN = 1;
  private static final int POINTER = 0xc0;

  private DnsQuery() {}

  /** The query. */
  static byte[] bytes(int id, String name) {
    ByteBuffer query = ByteBuffer.allocate(12 + name.length() + 2 + 4);
    query.putShort((short) id).putShort(RECURSION_DESIRED).putShort((short) 1);
    query.putShort((short) 0).putShort((short) 0).putShort((short) 0);
    for (String label : name.split("\\.", -1)) {
      query.put((byte) label.length()).put(label.getBytes(US_ASCII));
    }
    query.put((byte) 0).putShort(TYPE_A).putShort(CLASS_IN);
    return query.array();
  }

  /**
   * The first address among a reply's answers; a BufferUnderflowException or
   * IllegalArgumentException when it is cut off.
   */
  static Optional<InetAddress> address(ByteBuffer reply) {
    int questions = reply.getShort(4);
    int answers = reply.getShort(6);
    reply.position(12);
    for (int i = 0; i < questions; i++) {
      skipName(reply);
      skip(reply, 4);
    }
    for (int i = 0; i < answers; i++) {
      skipName(reply);
      short type = reply.getShort();
      skip(reply, 6);
      int length = Short.toUnsignedInt(reply.getShort());
      if (type == TYPE_A && length == 4) {
        byte[] address = new byte[4];
        reply.get(address);
        return Optional.of(inet(address));
      }
      skip(reply, length);
    }
    return Optional.empty();
  }

  private static InetAddress inet(byte[] address) {
    try {
      return InetAddress.getByAddress(address);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static void skipName(ByteBuffer reply) {
    int length = Byte.toUnsignedInt(reply.get());
    while (length != 0 && length < POINTER) {
      skip(reply, length);
      length = Byte.toUnsignedInt(reply.get());
    }
    if (length != 0) {
      skip(reply, 1);
    }
  }

  private static void skip(ByteBuffer reply, int bytes) {
    reply.position(reply.position() + bytes);
  }
}
