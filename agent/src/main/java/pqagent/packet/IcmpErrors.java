package pqagent.packet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import pqagent.linux.NativeArena;
import pqagent.linux.VirtioNetHeader;

/**
 * Answers packets of this host's applications that cannot go through a tunnel (RFC 792, RFC 1191).
 * The answer enters the kernel by the TUN as if the packet's destination had sent it. No error is
 * sent about errors, later fragments, or packets without a single sender (RFC 1122 section 3.2.2).
 * One instance belongs to one thread.
 */
public final class IcmpErrors implements AutoCloseable {
  /** An error is no larger than what every host can take (RFC 1812 section 4.3.2.3). */
  private static final int MAX_BYTES = 576;

  private static final int OVERHEAD_BYTES = Ip.MIN_HEADER_BYTES + Icmp.HEADER_BYTES;
  private static final int INTERNETWORK_CONTROL = 0xc0;
  private static final int TIME_TO_LIVE = 64;
  private static final int IOVEC_BYTES = 16;

  private final PacketSink sink;
  private final NativeArena arena = new NativeArena();
  private final NativeArena.Block virtio = arena.allocate(VirtioNetHeader.BYTES);
  private final NativeArena.Block packet = arena.allocate(MAX_BYTES);
  private final NativeArena.Block iovecs = arena.allocate(2 * IOVEC_BYTES);
  private final ByteBuffer reply = packet.buffer().duplicate().order(ByteOrder.BIG_ENDIAN);

  public IcmpErrors(PacketSink sink) {
    this.sink = sink;
    VirtioNetHeader.plain(virtio.buffer(), 0);
    iovecs.buffer().putLong(0, virtio.address());
    iovecs.buffer().putLong(8, VirtioNetHeader.BYTES);
    iovecs.buffer().putLong(IOVEC_BYTES, packet.address());
  }

  /**
   * Says that the packet is too large and what is not. False when nothing was written: no answer is
   * due, or the sink refused it.
   */
  public boolean fragmentationNeeded(ByteBuffer packets, int offset, int length, int mtu) {
    return answer(packets, offset, length, Icmp.FRAGMENTATION_NEEDED, mtu);
  }

  /** Says that the destination cannot be reached now. False when nothing was written. */
  public boolean hostUnreachable(ByteBuffer packets, int offset, int length) {
    return answer(packets, offset, length, Icmp.HOST_UNREACHABLE, 0);
  }

  private boolean answer(ByteBuffer packets, int offset, int length, int code, int mtu) {
    int bytes = build(packets, offset, length, code, mtu, reply);
    if (bytes == 0) {
      return false;
    }
    iovecs.buffer().putLong(IOVEC_BYTES + 8, bytes);
    return sink.write(iovecs.address(), 2);
  }

  /** Writes the answer to the buffer's beginning; returns its length, 0 when none is due. */
  static int build(
      ByteBuffer packets, int offset, int length, int code, int mtu, ByteBuffer reply) {
    if (!Ip.isWellFormed(packets, offset, length) || !deservesError(packets, offset)) {
      return 0;
    }
    int quotedBytes = Math.min(Ip.totalBytes(packets, offset), MAX_BYTES - OVERHEAD_BYTES);
    int bytes = OVERHEAD_BYTES + quotedBytes;
    reply.put(0, (byte) 0x45);
    reply.put(Ip.TYPE_OF_SERVICE_OFFSET, (byte) INTERNETWORK_CONTROL);
    reply.putShort(Ip.TOTAL_LENGTH_OFFSET, (short) bytes);
    reply.putInt(Ip.IDENTIFICATION_OFFSET, 0);
    reply.put(Ip.TIME_TO_LIVE_OFFSET, (byte) TIME_TO_LIVE);
    reply.put(Ip.PROTOCOL_OFFSET, (byte) Icmp.PROTOCOL);
    int icmp = Ip.MIN_HEADER_BYTES;
    reply.put(icmp, (byte) Icmp.DESTINATION_UNREACHABLE);
    reply.put(icmp + Icmp.CODE_OFFSET, (byte) code);
    reply.putShort(icmp + Icmp.CHECKSUM_OFFSET, (short) 0);
    reply.putInt(icmp + 4, 0);
    reply.putShort(icmp + Icmp.NEXT_HOP_MTU_OFFSET, (short) mtu);
    reply.put(OVERHEAD_BYTES, packets, offset, quotedBytes);
    long sum = Checksum.sum(reply, icmp, bytes - icmp);
    reply.putShort(icmp + Icmp.CHECKSUM_OFFSET, (short) Checksum.of(sum));
    int unreachable = Ip.destination(packets, offset);
    int sender = Ip.source(packets, offset);
    Ip.setAddresses(reply, 0, unreachable, sender);
    return bytes;
  }

  private static boolean deservesError(ByteBuffer packets, int offset) {
    int payload = offset + Ip.headerBytes(packets, offset);
    boolean error =
        Ip.protocol(packets, offset) == Icmp.PROTOCOL
            && (Ip.totalBytes(packets, offset) == Ip.headerBytes(packets, offset)
                || Icmp.isError(Icmp.type(packets, payload)));
    return !error
        && Ip.fragmentBytes(packets, offset) == 0
        && isSingleHost(Ip.source(packets, offset))
        && isSingleHost(Ip.destination(packets, offset));
  }

  /** Neither "this host", nor multicast, reserved or broadcast. */
  private static boolean isSingleHost(int address) {
    return address >>> 24 != 0 && address >>> 28 < 14;
  }

  @Override
  public void close() {
    arena.close();
  }
}
