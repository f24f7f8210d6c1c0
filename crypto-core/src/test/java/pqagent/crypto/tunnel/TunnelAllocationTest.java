package pqagent.crypto.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import pqagent.crypto.Allocations;

/** A packet's way through a tunnel makes no garbage, its keys included. */
class TunnelAllocationTest {
  private static final int PACKETS = 40;
  private static final int PACKET_BYTES = 1256;
  private static final int STEPS = 200;

  /** What the counting itself may come to. */
  private static final double NOTHING = 0.5;

  @Test
  void shouldAllocateNothing_whenPacketsAreSealedAndOpened() {
    Tunnel client = TunnelEnd.client().tunnel;
    Tunnel server = TunnelEnd.server().tunnel;
    ByteBuffer buffer = ByteBuffer.allocateDirect(PACKETS * PACKET_BYTES);
    int[] offsets = new int[PACKETS];
    int[] lengths = new int[PACKETS];
    OpenResult[] results = new OpenResult[PACKETS];
    Arrays.setAll(offsets, i -> i * PACKET_BYTES);
    Arrays.fill(lengths, PACKET_BYTES);
    Runnable step =
        () -> {
          client.seal(Crew.ALONE, buffer, offsets, lengths, 0, PACKETS, 0);
          server.open(Crew.ALONE, buffer, offsets, lengths, 0, PACKETS, 0, results);
        };
    assertThat(Allocations.bytesPerStep(STEPS, NOTHING, step)).isLessThan(NOTHING);
    assertThat(results).containsOnly(OpenResult.OK);
  }
}
