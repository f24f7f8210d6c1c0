package pqagent.crypto.tunnel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import pqagent.crypto.handshake.TunnelSecrets;

/** One end of a tunnel for tests: packets are arrays, time is seconds. */
final class TunnelEnd {
  /** An opened packet's result, and its inner packet when there is one. */
  @SuppressWarnings("ArrayRecordComponent")
  record Opened(OpenResult result, byte[] plain) {}

  private static final byte[] TID = filled(1);

  final Tunnel tunnel;
  private final Crew crew;

  TunnelEnd(Tunnel tunnel) {
    this(tunnel, Crew.ALONE);
  }

  private TunnelEnd(Tunnel tunnel, Crew crew) {
    this.tunnel = tunnel;
    this.crew = crew;
  }

  /** The same end, with whose help it seals and opens. */
  TunnelEnd with(Crew crew) {
    return new TunnelEnd(tunnel, crew);
  }

  static TunnelEnd client() {
    return client(TID, filled(2), filled(3));
  }

  static TunnelEnd server() {
    return server(TID, filled(2), filled(3));
  }

  static TunnelEnd client(byte[] tid, byte[] ti, byte[] tr) {
    return new TunnelEnd(Tunnel.initiated(secrets(tid, ti, tr), 0));
  }

  static TunnelEnd server(byte[] tid, byte[] ti, byte[] tr) {
    return new TunnelEnd(Tunnel.accepted(secrets(tid, ti, tr), 0));
  }

  static long nanos(double seconds) {
    return Math.round(seconds * TimeUnit.SECONDS.toNanos(1));
  }

  byte[] seal(byte[] plain, double seconds) {
    return seal(List.of(plain), seconds).getFirst();
  }

  /** Seals in one call; returns as many as were sealed. */
  List<byte[]> seal(List<byte[]> plains, double seconds) {
    Batch batch = new Batch(plains.stream().map(TunnelEnd::withRoom).toList());
    int sealed =
        tunnel.seal(
            crew, batch.buffer, batch.offsets, batch.lengths, 0, plains.size(), nanos(seconds));
    return batch.packets().subList(0, sealed);
  }

  Opened open(byte[] packet, double seconds) {
    return open(List.of(packet), seconds).getFirst();
  }

  /** Opens in one call. */
  List<Opened> open(List<byte[]> packets, double seconds) {
    Batch batch = new Batch(packets);
    OpenResult[] results = new OpenResult[packets.size()];
    tunnel.open(
        crew,
        batch.buffer,
        batch.offsets,
        batch.lengths,
        0,
        results.length,
        nanos(seconds),
        results);
    List<byte[]> opened = batch.packets();
    return IntStream.range(0, results.length)
        .mapToObj(i -> new Opened(results[i], inner(opened.get(i))))
        .toList();
  }

  static int epoch(byte[] packet) {
    return TunnelHeader.epoch(ByteBuffer.wrap(packet), 0);
  }

  static long counter(byte[] packet) {
    return TunnelHeader.counter(ByteBuffer.wrap(packet), 0);
  }

  private static TunnelSecrets secrets(byte[] tid, byte[] ti, byte[] tr) {
    return new TunnelSecrets(tid.clone(), ti.clone(), tr.clone());
  }

  private static byte[] filled(int value) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static byte[] withRoom(byte[] plain) {
    byte[] packet = new byte[plain.length + TunnelHeader.OVERHEAD_BYTES];
    System.arraycopy(plain, 0, packet, TunnelHeader.BYTES, plain.length);
    return packet;
  }

  private static byte[] inner(byte[] packet) {
    return packet.length < TunnelHeader.OVERHEAD_BYTES
        ? new byte[0]
        : Arrays.copyOfRange(packet, TunnelHeader.BYTES, packet.length - TunnelHeader.TAG_BYTES);
  }

  /** Packets in one direct buffer, with gaps between them that nobody may touch. */
  private static final class Batch {
    private static final int GAP = 3;
    private static final byte GAP_VALUE = 0x5a;

    final ByteBuffer buffer;
    final int[] offsets;
    final int[] lengths;

    Batch(List<byte[]> packets) {
      int total = packets.stream().mapToInt(packet -> packet.length + GAP).sum() + GAP;
      buffer = ByteBuffer.allocateDirect(total).order(ByteOrder.LITTLE_ENDIAN);
      offsets = new int[packets.size()];
      lengths = new int[packets.size()];
      for (int i = 0; i < total; i++) {
        buffer.put(i, GAP_VALUE);
      }
      int at = GAP;
      for (int i = 0; i < offsets.length; i++) {
        offsets[i] = at;
        lengths[i] = packets.get(i).length;
        buffer.put(at, packets.get(i));
        at += lengths[i] + GAP;
      }
    }

    List<byte[]> packets() {
      for (int i = 0; i <= offsets.length; i++) {
        int end = i < offsets.length ? offsets[i] : buffer.capacity();
        for (int at = end - GAP; at < end; at++) {
          if (buffer.get(at) != GAP_VALUE) {
            throw new AssertionError("wrote outside a packet, at byte " + at);
          }
        }
      }
      return IntStream.range(0, offsets.length)
          .mapToObj(
              i -> {
                byte[] packet = new byte[lengths[i]];
                buffer.get(offsets[i], packet);
                return packet;
              })
          .toList();
    }
  }
}
