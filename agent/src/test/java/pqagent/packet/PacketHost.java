package pqagent.packet;

import java.util.concurrent.atomic.AtomicInteger;
import pqagent.linux.DatagramBatch;
import pqagent.linux.TunDevice;
import pqagent.nfqueue.PacketBatch;
import pqagent.nfqueue.PacketQueue;
import pqagent.nfqueue.Verdict;
import pqagent.testkit.Namespace;

/**
 * A host with a TUN and a queue for what leaves by it; what this class makes of that enters another
 * such host as if it had come through a tunnel, without the tunnel.
 */
final class PacketHost implements AutoCloseable {
  static final String TUN = "pqt0";
  private static final int MTU = 1200;

  final Namespace namespace;
  final AtomicInteger innerPackets = new AtomicInteger();
  final AtomicInteger writes = new AtomicInteger();
  final AtomicInteger refused = new AtomicInteger();
  private final int own;
  private final TunDevice tun;
  private final PacketQueue queue;
  private volatile boolean stopping;
  private Thread pump = new Thread();

  PacketHost(String role, String address, int own) throws Exception {
    this.own = own;
    namespace = Namespace.create(role);
    namespace.exec("ip", "tuntap", "add", "dev", TUN, "mode", "tun");
    namespace.exec("ip", "address", "add", address, "dev", TUN);
    namespace.exec("ip", "link", "set", TUN, "mtu", String.valueOf(MTU), "up");
    namespace.exec("iptables", "-A", "OUTPUT", "-o", TUN, "-j", "NFQUEUE", "--queue-num", "1");
    tun = namespace.call(() -> TunDevice.open(TUN));
    queue = namespace.call(() -> PacketQueue.open(1, new PacketQueue.Options(true, false, 4096)));
  }

  /** Starts carrying what leaves here to {@code other}, where this host has {@code address}. */
  void carryTo(PacketHost other, int address) {
    pump = Thread.ofPlatform().name(namespace.name()).start(() -> carry(other, address));
  }

  private void carry(PacketHost other, int address) {
    Segmenter segmenter = new Segmenter(MTU);
    try (PacketBatch packets = new PacketBatch(16);
        DatagramBatch datagrams = DatagramBatch.forSending(80 << 10, 128);
        IcmpErrors errors = new IcmpErrors(tun::write);
        Coalescer coalescer = new Coalescer(other::write, Coalescer.Joins.TCP_AND_UDP)) {
      while (!stopping) {
        if (queue.receive(packets) > 0) {
          for (int i = 0; i < packets.size(); i++) {
            datagrams.clear();
            int offset = packets.offset(i);
            int length = packets.length(i);
            Segmenter.Result result =
                segmenter.append(
                    packets.buffer(), offset, length, packets.needsChecksum(i), datagrams, 0, 0);
            if (result == Segmenter.Result.TOO_BIG) {
              errors.fragmentationNeeded(packets.buffer(), offset, length, MTU);
            }
            other.deliver(datagrams, address, coalescer);
          }
          queue.verdict(packets, Verdict.ACCEPT);
        }
      }
    }
  }

  private void deliver(DatagramBatch datagrams, int source, Coalescer coalescer) {
    AddressTranslator translator = new AddressTranslator();
    coalescer.begin(datagrams.buffer(), datagrams.bufferAddress());
    for (int i = 0; i < datagrams.size(); i++) {
      int at = datagrams.offsets()[i] + 40;
      int bytes = datagrams.lengths()[i] - 56;
      innerPackets.incrementAndGet();
      if (translator.translate(datagrams.buffer(), at, bytes, source, own)
          == AddressTranslator.Result.OK) {
        refused.addAndGet(coalescer.add(at, translator));
      } else {
        refused.incrementAndGet();
      }
    }
    refused.addAndGet(coalescer.flush());
  }

  private boolean write(long iovecAddress, int count) {
    writes.incrementAndGet();
    return tun.write(iovecAddress, count);
  }

  @Override
  public void close() throws InterruptedException {
    stopping = true;
    pump.join();
    queue.close();
    tun.close();
    namespace.close();
  }
}
