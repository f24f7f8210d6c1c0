package pqagent.keyserver;

import java.nio.ByteBuffer;
import pqagent.crypto.key.SlotPublicKeys;
import pqagent.crypto.key.StaticKeyTree;

/**
 * The four messages between a client and a key server (PROTOCOL.md section 4), read and written in
 * place. Every length is fixed by what the message is about, so a message is well-formed or not:
 * fields of another length, trailing bytes and nodes that do not exist are all the same mistake.
 *
 * <pre>
 * static key request f0 00, response f1 00; n = bytes of that node
 *   0        2         4       5         7            9        11            11+n
 *   +--------+---------+-------+---------+------------+--------+--------------+
 *   | type   | BE16 1  | depth | BE16 2  | LE16 posit.| BE16 n | zeros / node |
 *   +--------+---------+-------+---------+------------+--------+--------------+
 *
 * ephemeral key request f2 00, response f3 00
 *   0        2           4              1162      1164           1196
 *   +--------+-----------+----------------+---------+--------------+
 *   | type   | BE16 1158 | zeros / sntrup | BE16 32 | zeros / x25519|
 *   +--------+-----------+----------------+---------+--------------+
 * </pre>
 *
 * The zeros of a request are padding, there so that no answer is longer than its question; their
 * value is not looked at. An instance is a view of one message at a time and belongs to one thread.
 */
public final class KeyMessage {
  public static final int STATIC_HEADER_BYTES = 11;
  public static final int SNTRUP_BYTES = 1158;
  public static final int X25519_BYTES = 32;
  public static final int EPHEMERAL_BYTES = 1196;

  /** The longest of all four messages. */
  public static final int MAX_BYTES = EPHEMERAL_BYTES;

  private static final int TYPE_BYTES = 2;
  private static final int DEPTH_LENGTH_OFFSET = 2;
  private static final int DEPTH_OFFSET = 4;
  private static final int POSITION_LENGTH_OFFSET = 5;
  private static final int POSITION_OFFSET = 7;
  private static final int NODE_LENGTH_OFFSET = 9;
  private static final int SNTRUP_LENGTH_OFFSET = 2;
  private static final int SNTRUP_OFFSET = 4;
  private static final int X25519_LENGTH_OFFSET = 1162;
  private static final int X25519_OFFSET = 1164;

  /** What the first two bytes say. */
  public enum Type {
    STATIC_REQUEST(0xf000),
    STATIC_RESPONSE(0xf100),
    EPHEMERAL_REQUEST(0xf200),
    EPHEMERAL_RESPONSE(0xf300),
    /** No message of a key server or to one. */
    OTHER(-1);

    private final int code;

    Type(int code) {
      this.code = code;
    }

    /** The type of these bytes, of which there may be any number. */
    public static Type of(ByteBuffer buffer, int offset, int length) {
      if (length < TYPE_BYTES) {
        return OTHER;
      }
      return switch (be16(buffer, offset)) {
        case 0xf000 -> STATIC_REQUEST;
        case 0xf100 -> STATIC_RESPONSE;
        case 0xf200 -> EPHEMERAL_REQUEST;
        case 0xf300 -> EPHEMERAL_RESPONSE;
        default -> OTHER;
      };
    }
  }

  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private int offset;
  private int length;
  private Type type = Type.OTHER;

  /** Looks at a datagram, which may be anything. */
  public KeyMessage wrap(ByteBuffer buffer, int offset, int length) {
    this.buffer = buffer;
    this.offset = offset;
    this.length = length;
    this.type = Type.of(buffer, offset, length);
    return this;
  }

  public Type type() {
    return type;
  }

  /** Whether every field has the length it must have and nothing follows. */
  public boolean isWellFormed() {
    return switch (type) {
      case STATIC_REQUEST, STATIC_RESPONSE -> isWellFormedStatic();
      case EPHEMERAL_REQUEST, EPHEMERAL_RESPONSE ->
          length == EPHEMERAL_BYTES
              && be16(buffer, offset + SNTRUP_LENGTH_OFFSET) == SNTRUP_BYTES
              && be16(buffer, offset + X25519_LENGTH_OFFSET) == X25519_BYTES;
      case OTHER -> false;
    };
  }

  private boolean isWellFormedStatic() {
    return length > STATIC_HEADER_BYTES
        && be16(buffer, offset + DEPTH_LENGTH_OFFSET) == 1
        && be16(buffer, offset + POSITION_LENGTH_OFFSET) == 2
        && be16(buffer, offset + NODE_LENGTH_OFFSET) == length - STATIC_HEADER_BYTES
        && StaticKeyTree.contains(depth(), position())
        && StaticKeyTree.nodeBytes(depth(), position()) == length - STATIC_HEADER_BYTES;
  }

  // --- fields; only of a message that is well-formed

  /** Level of the tree, 0 the root (static messages). */
  public int depth() {
    return buffer.get(offset + DEPTH_OFFSET) & 0xff;
  }

  /** Place within the level (static messages). */
  public int position() {
    int at = offset + POSITION_OFFSET;
    return (buffer.get(at) & 0xff) | (buffer.get(at + 1) & 0xff) << 8;
  }

  /** Length of the node in bytes (static messages). */
  public int nodeBytes() {
    return length - STATIC_HEADER_BYTES;
  }

  /** Copies the node out (static response); there must be room for {@link #nodeBytes}. */
  public void copyNode(byte[] out, int outOffset) {
    buffer.get(offset + STATIC_HEADER_BYTES, out, outOffset, nodeBytes());
  }

  /** The slot's keys, copied (ephemeral response). */
  public SlotPublicKeys slotKeys() {
    byte[] sntrup = new byte[SNTRUP_BYTES];
    byte[] x25519 = new byte[X25519_BYTES];
    buffer.get(offset + SNTRUP_OFFSET, sntrup);
    buffer.get(offset + X25519_OFFSET, x25519);
    return new SlotPublicKeys(sntrup, x25519);
  }

  // --- writing

  /** Length of the request for a node, and of its response. */
  public static int staticBytes(int depth, int position) {
    return STATIC_HEADER_BYTES + StaticKeyTree.nodeBytes(depth, position);
  }

  /** A request for a node. */
  public static byte[] staticRequest(int depth, int position) {
    byte[] request = new byte[staticBytes(depth, position)];
    ByteBuffer out = ByteBuffer.wrap(request);
    putStaticHeader(
        out, 0, Type.STATIC_REQUEST, depth, position, request.length - STATIC_HEADER_BYTES);
    return request;
  }

  /** A request for the current slot's keys. */
  public static byte[] ephemeralRequest() {
    byte[] request = new byte[EPHEMERAL_BYTES];
    ByteBuffer out = ByteBuffer.wrap(request);
    putEphemeralHeaders(out, 0, Type.EPHEMERAL_REQUEST);
    return request;
  }

  /** Writes the answer to a request for a node, whose bytes are the first of {@code node}. */
  public static void putStaticResponse(
      ByteBuffer out, int offset, int depth, int position, byte[] node, int nodeBytes) {
    putStaticHeader(out, offset, Type.STATIC_RESPONSE, depth, position, nodeBytes);
    out.put(offset + STATIC_HEADER_BYTES, node, 0, nodeBytes);
  }

  /** Writes the answer to a request for a slot's keys. */
  public static void putEphemeralResponse(ByteBuffer out, int offset, SlotPublicKeys keys) {
    putEphemeralHeaders(out, offset, Type.EPHEMERAL_RESPONSE);
    out.put(offset + SNTRUP_OFFSET, keys.sntrup(), 0, SNTRUP_BYTES);
    out.put(offset + X25519_OFFSET, keys.x25519(), 0, X25519_BYTES);
  }

  private static void putStaticHeader(
      ByteBuffer out, int offset, Type type, int depth, int position, int nodeBytes) {
    putBe16(out, offset, type.code);
    putBe16(out, offset + DEPTH_LENGTH_OFFSET, 1);
    out.put(offset + DEPTH_OFFSET, (byte) depth);
    putBe16(out, offset + POSITION_LENGTH_OFFSET, 2);
    out.put(offset + POSITION_OFFSET, (byte) position);
    out.put(offset + POSITION_OFFSET + 1, (byte) (position >>> 8));
    putBe16(out, offset + NODE_LENGTH_OFFSET, nodeBytes);
  }

  private static void putEphemeralHeaders(ByteBuffer out, int offset, Type type) {
    putBe16(out, offset, type.code);
    putBe16(out, offset + SNTRUP_LENGTH_OFFSET, SNTRUP_BYTES);
    putBe16(out, offset + X25519_LENGTH_OFFSET, X25519_BYTES);
  }

  private static int be16(ByteBuffer buffer, int at) {
    return (buffer.get(at) & 0xff) << 8 | (buffer.get(at + 1) & 0xff);
  }

  private static void putBe16(ByteBuffer buffer, int at, int value) {
    buffer.put(at, (byte) (value >>> 8));
    buffer.put(at + 1, (byte) value);
  }
}
