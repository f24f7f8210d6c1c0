package pqagent.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.List;
import org.junit.jupiter.api.Test;
import pqagent.crypto.handshake.TunnelSecrets;
import pqagent.crypto.tunnel.Crew;
import pqagent.crypto.tunnel.OpenResult;
import pqagent.crypto.tunnel.Tunnel;
import pqagent.crypto.tunnel.TunnelHeader;

class SealedPacketsTest {
  private static final int KEY_BYTES = 32;

  private static TunnelSecrets secrets() {
    return new TunnelSecrets(new byte[KEY_BYTES], new byte[KEY_BYTES], new byte[KEY_BYTES]);
  }

  private static byte[] sent(SealedPackets packets) throws IOException {
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    packets.send(Channels.newChannel(wire), 1_000_000);
    return wire.toByteArray();
  }

  @Test
  void shouldSendWhatTheServerOpens_inOrder() throws IOException {
    InetSocketAddress sink = new InetSocketAddress("192.0.2.1", 9);
    try (Tunnel client = Tunnel.initiated(secrets(), System.nanoTime());
        Tunnel server = Tunnel.accepted(secrets(), System.nanoTime())) {
      ByteBuffer wire =
          ByteBuffer.wrap(sent(SealedPackets.to(sink, List.of(client, client, client))));
      int each = InnerPacket.BYTES + TunnelHeader.OVERHEAD_BYTES;
      OpenResult[] results = new OpenResult[3];

      server.open(
          Crew.ALONE,
          wire,
          new int[] {0, each, 2 * each},
          new int[] {each, each, each},
          0,
          3,
          System.nanoTime(),
          results);

      assertThat(wire.capacity()).isEqualTo(3 * each);
      assertThat(results).containsOnly(OpenResult.OK);
      assertThat(wire.getShort(2 * each + TunnelHeader.BYTES + 2)).isEqualTo((short) 64);
      assertThat(wire.getShort(2 * each + TunnelHeader.BYTES + 22)).isEqualTo((short) 9);
    }
  }

  @Test
  void shouldSendEmptyOnes_toConfirmTunnels() throws IOException {
    try (Tunnel client = Tunnel.initiated(secrets(), System.nanoTime())) {
      assertThat(sent(SealedPackets.empty(List.of(client, client))))
          .hasSize(2 * TunnelHeader.OVERHEAD_BYTES);
    }
  }
}
