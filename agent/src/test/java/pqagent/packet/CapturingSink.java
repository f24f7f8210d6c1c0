package pqagent.packet;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Keeps what is written, and can do with it what the kernel does with what a TUN gets. */
final class CapturingSink implements PacketSink {
  /** A virtio header and the packet behind it. */
  static final class Written {
    private final ByteBuffer virtio;
    private final byte[] packet;
    private final int iovecs;

    private Written(ByteBuffer virtio, byte[] packet, int iovecs) {
      this.virtio = virtio;
      this.packet = packet;
      this.iovecs = iovecs;
    }

    byte[] packet() {
      return packet;
    }

    int iovecs() {
      return iovecs;
    }

    int gsoType() {
      return virtio.get(1);
    }

    int segmentBytes() {
      return virtio.getShort(4) & 0xffff;
    }
  }

  static final int TCP_SUPER_PACKET = 1;
  static final int UDP_SUPER_PACKET = 5;

  final List<Written> written = new ArrayList<>();
  boolean refuses;

  @Override
  public boolean write(long iovecAddress, int count) {
    ByteBuffer iovecs = memory(iovecAddress, count * 16L).order(ByteOrder.nativeOrder());
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    byte[] virtio = bytes(iovecs.getLong(0), iovecs.getLong(8));
    for (int i = 1; i < count; i++) {
      packet.writeBytes(bytes(iovecs.getLong(i * 16), iovecs.getLong(i * 16 + 8)));
    }
    ByteBuffer header = ByteBuffer.wrap(virtio).order(ByteOrder.nativeOrder());
    written.add(new Written(header, packet.toByteArray(), count));
    return !refuses;
  }

  /** The packets after the kernel cut super-packets and completed checksums. */
  List<byte[]> delivered() {
    List<byte[]> packets = new ArrayList<>();
    for (Written one : written) {
      switch (one.gsoType()) {
        case 0 -> packets.add(completed(one, one.packet));
        case TCP_SUPER_PACKET -> cutTcp(one, packets);
        case UDP_SUPER_PACKET -> cutUdp(one, packets);
        default -> throw new AssertionError("no super-packet of type " + one.gsoType());
      }
    }
    return packets;
  }

  private static byte[] completed(Written one, byte[] packet) {
    return (one.virtio.get(0) & 1) == 0
        ? packet
        : Packets.completed(packet, one.virtio.getShort(6), one.virtio.getShort(8));
  }

  /** As tcp_gso_segment: the checksum field's sum is for the super-packet's length. */
  private static void cutTcp(Written one, List<byte[]> packets) {
    byte[] whole = wholeAndRight(one);
    int headerBytes = one.virtio.getShort(2);
    int sequence = ByteBuffer.wrap(whole).getInt(24);
    byte[] options = Arrays.copyOfRange(whole, 40, headerBytes);
    byte[] data = Packets.tcpData(whole);
    for (int at = 0; at < data.length; at += one.segmentBytes()) {
      int end = Math.min(at + one.segmentBytes(), data.length);
      int flags = end < data.length ? whole[33] & ~Tcp.PSH : whole[33];
      byte[] segment = Arrays.copyOfRange(data, at, end);
      packets.add(
          Packets.tcp(
              Packets.source(whole),
              Packets.destination(whole),
              sequence + at,
              flags,
              options,
              segment));
    }
  }

  /** As __udp_gso_segment. */
  private static void cutUdp(Written one, List<byte[]> packets) {
    byte[] whole = wholeAndRight(one);
    byte[] data = Packets.data(whole, Udp.HEADER_BYTES);
    for (int at = 0; at < data.length; at += one.segmentBytes()) {
      int end = Math.min(at + one.segmentBytes(), data.length);
      packets.add(
          Packets.udp(
              Packets.source(whole),
              Packets.destination(whole),
              Arrays.copyOfRange(data, at, end)));
    }
  }

  private static byte[] wholeAndRight(Written one) {
    byte[] whole = completed(one, one.packet);
    if (!Packets.ipChecksumIsRight(whole) || !Packets.transportChecksumIsRight(whole)) {
      throw new AssertionError("super-packet with a wrong checksum");
    }
    return whole;
  }

  private static byte[] bytes(long address, long length) {
    byte[] bytes = new byte[(int) length];
    memory(address, length).get(0, bytes);
    return bytes;
  }

  @SuppressWarnings("restricted")
  private static ByteBuffer memory(long address, long length) {
    return MemorySegment.ofAddress(address).reinterpret(length).asByteBuffer();
  }
}
