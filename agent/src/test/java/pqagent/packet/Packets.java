package pqagent.packet;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Makes IPv4 packets and says what is wrong with them, byte by byte and slowly, with nothing from
 * the code under test.
 */
final class Packets {
  static final int CLIENT = 0x0a2b_0001;
  static final int SERVER_AT_CLIENT = 0x0a2b_0709;
  static final int SERVER = 0x0a2a_0001;
  static final int CLIENT_AT_SERVER = 0x0a2a_fe04;

  private Packets() {}

  /** 16-bit ones-complement checksum as RFC 1071 section 1 describes it. */
  static int checksum(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    byte[] bytes = all.toByteArray();
    int sum = 0;
    for (int i = 0; i < bytes.length; i += 2) {
      int high = bytes[i] & 0xff;
      int low = i + 1 < bytes.length ? bytes[i + 1] & 0xff : 0;
      sum += high * 256 + low;
      if (sum > 0xffff) {
        sum = sum - 0x10000 + 1;
      }
    }
    return 0xffff - sum;
  }

  /** An IPv4 packet without options; {@code flags} is the word of flags and fragment offset. */
  static byte[] ip(int protocol, int source, int destination, int id, int flags, byte[] payload) {
    return ip(new byte[0], protocol, source, destination, id, flags, payload);
  }

  static byte[] ip(
      byte[] options,
      int protocol,
      int source,
      int destination,
      int id,
      int flags,
      byte[] payload) {
    int headerBytes = 20 + options.length;
    ByteBuffer b = ByteBuffer.allocate(headerBytes + payload.length);
    b.put((byte) (0x40 | headerBytes / 4)).put((byte) 0x08);
    b.putShort((short) b.capacity()).putShort((short) id).putShort((short) flags);
    b.put((byte) 61).put((byte) protocol).putShort((short) 0).putInt(source).putInt(destination);
    b.put(options);
    b.putShort(10, (short) checksum(Arrays.copyOf(b.array(), headerBytes)));
    return b.put(payload).array();
  }

  /** A TCP packet with right checksums and Don't Fragment. */
  static byte[] tcp(int source, int destination, int sequence, int flags, byte[] data) {
    return tcp(source, destination, sequence, flags, new byte[0], data);
  }

  static byte[] tcp(
      int source, int destination, int sequence, int flags, byte[] options, byte[] data) {
    int headerBytes = 20 + options.length;
    ByteBuffer b = ByteBuffer.allocate(headerBytes + data.length);
    b.putShort((short) 40000).putShort((short) 443).putInt(sequence).putInt(0x01020304);
    b.put((byte) ((headerBytes / 4) << 4)).put((byte) flags).putShort((short) 501);
    b.putInt(0).put(options).put(data);
    return ip(
        6,
        source,
        destination,
        0xfffe,
        0x4000,
        withChecksum(6, source, destination, b.array(), 16));
  }

  /** A UDP packet with right checksums that may be fragmented. */
  static byte[] udp(int source, int destination, byte[] data) {
    ByteBuffer b = ByteBuffer.allocate(8 + data.length);
    b.putShort((short) 5353)
        .putShort((short) 53)
        .putShort((short) b.capacity())
        .putShort((short) 0);
    b.put(data);
    return ip(17, source, destination, 77, 0, withChecksum(17, source, destination, b.array(), 6));
  }

  /** An ICMP message of this type; {@code rest} begins with the second word. */
  static byte[] icmp(int source, int destination, int type, int code, byte[] rest) {
    ByteBuffer b = ByteBuffer.allocate(4 + rest.length);
    b.put((byte) type).put((byte) code).putShort((short) 0).put(rest);
    b.putShort(2, (short) checksum(b.array()));
    return ip(1, source, destination, 78, 0, b.array());
  }

  /** A "destination unreachable" that quotes at most {@code quotedBytes} of a packet. */
  static byte[] unreachable(int source, int destination, int code, byte[] about, int quotedBytes) {
    byte[] quoted = Arrays.copyOf(about, Math.min(quotedBytes, about.length));
    byte[] rest = ByteBuffer.allocate(4 + quoted.length).putInt(1100).put(quoted).array();
    return icmp(source, destination, 3, code, rest);
  }

  private static byte[] withChecksum(int protocol, int source, int dest, byte[] bytes, int at) {
    int checksum = checksum(pseudoHeader(protocol, source, dest, bytes.length), bytes);
    ByteBuffer.wrap(bytes).putShort(at, (short) (checksum == 0 ? 0xffff : checksum));
    return bytes;
  }

  private static byte[] pseudoHeader(int protocol, int source, int destination, int bytes) {
    ByteBuffer b = ByteBuffer.allocate(12).putInt(source).putInt(destination);
    return b.putShort((short) protocol).putShort((short) bytes).array();
  }

  /** What the kernel leaves in the checksum field when somebody else shall complete it. */
  static byte[] withoutTransportChecksum(byte[] packet) {
    byte[] copy = packet.clone();
    int at = headerBytes(copy) + (copy[9] == 6 ? 16 : 6);
    int partial =
        0xffff
            - checksum(
                pseudoHeader(copy[9], source(copy), destination(copy), payload(copy).length));
    ByteBuffer.wrap(copy).putShort(at, (short) partial);
    return copy;
  }

  /** What a NEEDS_CSUM virtio header makes the kernel do. */
  static byte[] completed(byte[] packet, int checksumStart, int checksumOffset) {
    byte[] copy = packet.clone();
    int checksum = checksum(Arrays.copyOfRange(copy, checksumStart, copy.length));
    ByteBuffer.wrap(copy)
        .putShort(checksumStart + checksumOffset, (short) (checksum == 0 ? 0xffff : checksum));
    return copy;
  }

  /** Destination 0.0.0.0 and nothing mended, as the reference sends. */
  static byte[] asReferenceSends(byte[] packet) {
    byte[] copy = packet.clone();
    Arrays.fill(copy, 16, 20, (byte) 0);
    return copy;
  }

  static boolean ipChecksumIsRight(byte[] packet) {
    return checksum(Arrays.copyOf(packet, headerBytes(packet))) == 0;
  }

  /** Of a whole TCP, UDP or ICMP packet. */
  static boolean transportChecksumIsRight(byte[] packet) {
    byte[] payload = payload(packet);
    int protocol = packet[9];
    if (protocol == 1) {
      return checksum(payload) == 0;
    }
    byte[] pseudo = pseudoHeader(protocol, source(packet), destination(packet), payload.length);
    return checksum(pseudo, payload) == 0;
  }

  /** Puts fragments, in order, together again. */
  static byte[] reassembled(Iterable<byte[]> fragments) {
    ByteArrayOutputStream payload = new ByteArrayOutputStream();
    byte[] last = new byte[0];
    for (byte[] fragment : fragments) {
      int word = ByteBuffer.wrap(fragment).getShort(6) & 0xffff;
      if ((word & 0x1fff) * 8 != payload.size()) {
        throw new AssertionError(
            "fragment offset " + (word & 0x1fff) * 8 + " at " + payload.size());
      }
      if (last.length > 0 && (ByteBuffer.wrap(last).getShort(6) & 0x2000) == 0) {
        throw new AssertionError("fragment after the last");
      }
      payload.writeBytes(payload(fragment));
      last = fragment;
    }
    if ((ByteBuffer.wrap(last).getShort(6) & 0x2000) != 0) {
      throw new AssertionError("last fragment is missing");
    }
    ByteBuffer b = ByteBuffer.wrap(last);
    return ip(last[9], b.getInt(12), b.getInt(16), b.getShort(4), 0, payload.toByteArray());
  }

  /** Cuts a packet into fragments of this many bytes of payload. */
  static List<byte[]> fragmented(byte[] packet, int fragmentBytes) {
    List<byte[]> fragments = new ArrayList<>();
    byte[] payload = payload(packet);
    for (int at = 0; at < payload.length; at += fragmentBytes) {
      int end = Math.min(at + fragmentBytes, payload.length);
      int word = at / 8 | (end < payload.length ? 0x2000 : 0);
      fragments.add(
          ip(
              packet[9],
              source(packet),
              destination(packet),
              99,
              word,
              Arrays.copyOfRange(payload, at, end)));
    }
    return fragments;
  }

  static int headerBytes(byte[] packet) {
    return (packet[0] & 15) * 4;
  }

  static byte[] payload(byte[] packet) {
    return Arrays.copyOfRange(packet, headerBytes(packet), packet.length);
  }

  /** Data of a TCP packet. */
  static byte[] tcpData(byte[] packet) {
    byte[] segment = payload(packet);
    return Arrays.copyOfRange(segment, (segment[12] & 0xf0) >> 2, segment.length);
  }

  /** The payload without its first bytes. */
  static byte[] data(byte[] packet, int from) {
    byte[] payload = payload(packet);
    return Arrays.copyOfRange(payload, from, payload.length);
  }

  /** The packet that an ICMP error quotes. */
  static byte[] quoted(byte[] icmpError) {
    byte[] message = payload(icmpError);
    return Arrays.copyOfRange(message, 8, message.length);
  }

  static int source(byte[] packet) {
    return ByteBuffer.wrap(packet).getInt(12);
  }

  static int destination(byte[] packet) {
    return ByteBuffer.wrap(packet).getInt(16);
  }

  static byte[] data(int bytes, long seed) {
    byte[] data = new byte[bytes];
    new Random(seed).nextBytes(data);
    return data;
  }
}
