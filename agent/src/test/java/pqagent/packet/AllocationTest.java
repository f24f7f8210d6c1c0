package pqagent.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static pqagent.packet.Packets.CLIENT;
import static pqagent.packet.Packets.CLIENT_AT_SERVER;
import static pqagent.packet.Packets.SERVER;
import static pqagent.packet.Packets.SERVER_AT_CLIENT;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import pqagent.linux.DatagramBatch;
import pqagent.testkit.Allocations;

class AllocationTest {

  @Test
  void shouldAllocateNothing_forAPacketsWholeWay() {
    byte[] large =
        Packets.withoutTransportChecksum(
            Packets.tcp(CLIENT, SERVER_AT_CLIENT, 1, Tcp.ACK, new byte[60_000]));
    byte[] fragmented = Packets.udp(CLIENT, SERVER_AT_CLIENT, new byte[9000]);
    ByteBuffer packets = ByteBuffer.allocateDirect(1 << 17).put(0, large).put(1 << 16, fragmented);
    Segmenter segmenter = new Segmenter(1200);
    AddressTranslator translator = new AddressTranslator();
    try (DatagramBatch batch = DatagramBatch.forSending(90 << 10, 128);
        IcmpErrors errors = new IcmpErrors((_, _) -> true);
        Coalescer coalescer = new Coalescer((_, _) -> true, Coalescer.Joins.TCP_AND_UDP)) {
      double bytes =
          Allocations.bytesPerStep(
              2000,
              _ -> {
                batch.clear();
                segmenter.append(packets, 0, large.length, true, batch, 0, 0);
                segmenter.append(packets, 1 << 16, fragmented.length, false, batch, 0, 0);
                errors.hostUnreachable(packets, 0, large.length);
                coalescer.begin(batch.buffer(), batch.bufferAddress());
                for (int i = 0; i < batch.size(); i++) {
                  int at = batch.offsets()[i] + 40;
                  int length = batch.lengths()[i] - 56;
                  translator.translate(batch.buffer(), at, length, CLIENT_AT_SERVER, SERVER);
                  coalescer.add(at, translator);
                }
                coalescer.flush();
              });
      assertThat(batch.size()).isEqualTo(52 + 8);
      assertThat(bytes).isLessThan(1);
    }
  }
}
